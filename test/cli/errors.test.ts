import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../src/api/user-error.ts";
import { describeError, describeUsage } from "../../src/cli/errors.ts";
import { runCli } from "./run-cli.ts";

describe("errors", () => {
  it("give advice", () => {
    assert.deepEqual(describeError(new UserError("a: wrong", "Mend it."), 0), ["error: a: wrong", "Mend it."]);
    assert.deepEqual(describeError(new UserError("a: wrong", ""), 0), ["error: a: wrong"]);
    assert.deepEqual(describeError(new UserError("a", ["1", "2"]), 0), ["error: a", "1", "2"]);
  });

  it("report a bug as a bug, with its stack trace only on request", () => {
    const error = new Error("oops");
    assert.deepEqual(describeError(error, 0), [
      "error: this is a bug of kubectl pss: oops",
      "Run it again with -v 1 for a stack trace, and report it with that.",
    ]);
    const [bug, frame] = describeError(error, 1);
    assert.equal(bug, "error: this is a bug of kubectl pss: oops");
    assert.match(frame ?? "", /^ {4}at /);
    assert.deepEqual(describeError("oops", 1), [
      "error: this is a bug of kubectl pss: a value was thrown that is not an Error",
    ]);
  });

  it("quote nothing from an input, for any unexpected error", () => {
    const parse = (text: string) => (): unknown => JSON.parse(text);
    const bugs: readonly (() => unknown)[] = [
      parse('{"password": hunter2}'),
      parse("hunter2"),
      parse(`{"a": "${"x".repeat(100)}" hunter2 "b\n    at hunter2"}`),
      () => Reflect.get(Object(undefined), "a").hunter2.b,
      () => process.getBuiltinModule("node:buffer").Buffer.alloc(5, "hunter2", "hunter2" as BufferEncoding),
      () => new URL("hunter2"),
      () => decodeURIComponent("%hunter2"),
      () => {
        throw new Error(`a\n    at hunter2`, { cause: "hunter2" });
      },
    ];
    for (const [index, bug] of bugs.entries()) {
      let caught: unknown;
      try {
        bug();
      } catch (error) {
        caught = error;
      }
      assert.ok(caught instanceof Error);
      const [first = "", ...frames] = describeError(caught, 9);
      // The last one is our own message, without any part of an input.
      if (index < bugs.length - 1) assert.doesNotMatch(first, /hunter2/);
      assert.ok(frames.length > 1);
      for (const frame of frames) assert.doesNotMatch(frame, /hunter2/);
    }
  });

  it("name a URL without its user and password", () => {
    const error = new UserError("https://user:hunter2@host:6443 is wrong", "Mend http://hunter2@b/c.");
    assert.deepEqual(describeError(error, 0), ["error: https://host:6443 is wrong", "Mend http://b/c."]);
  });

  it("name a flag without its value", async () => {
    for (const args of [
      ["audit", "--tokn=hunter2"],
      ["audit", "-v", "--token=hunter2"],
      ["lint", "--token=hunter2", "x"],
      ["plan", "--max-step", "https://user:hunter2@host"],
      ["lint", "https://user:hunter2@host/x.yaml?token=hunter2"],
      ["audit", "-f", "https://host/x.yaml?token=hunter2"],
    ]) {
      const { code, stdout, stderr } = await runCli(args);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.doesNotMatch(stderr, /hunter2/, args.join(" "));
    }
  });

  it("do not print a line break of a name", async () => {
    assert.deepEqual(describeError(new UserError("a\nb", "c\nd"), 0), ["error: a\nb", "c\nd"]);
    const ofGo = new UserError('f\nx: yaml: unmarshal errors:\n  line 5: key "a" already set in map', "");
    assert.deepEqual(describeError(ofGo, 0), [
      "error: f\nx: yaml: unmarshal errors:",
      '  line 5: key "a" already set in map',
    ]);
    assert.deepEqual(describeUsage("error: unknown option '--a\nb'\n(Did you mean --all?)\n", undefined), [
      "error: unknown option '--a\nb'",
      "(Did you mean --all?)",
    ]);
    for (const args of [
      ["lint", "a\n::error::b"],
      ["lint", "--a\n::error::b"],
      ["lint", "-o=a\n::error::b", "x"],
      ["a\n::error::b"],
      ["explain", "a\n::error::b"],
      ["version", "x", "a\n::error::b"],
      ["audit", "-f", "x", "--context", "a\n::error::b"],
      ["audit", "-o", "prometheus=/a\n::error::b/c"],
    ]) {
      const { code, stderr } = await runCli(args);
      assert.equal(code, 2);
      assert.doesNotMatch(stderr, /^::/m, JSON.stringify(args));
    }
  });

  it("contain no control character", async () => {
    for (const args of [
      ["lint", "\u001b[31m"],
      ["lint", "--\u001b[31m"],
      ["\u001b[31m"],
      ["lint", "-o", "\u001b[31m", "x"],
    ]) {
      const { code, stdout, stderr } = await runCli(args);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, /\\x1b\[31m/);
      assert.ok(!stderr.includes("\u001b"), JSON.stringify(args));
    }
  });
});

describe("the order of errors", () => {
  const BAD = "test/fixtures/lint/broken.yaml";
  const first = async (args: readonly string[]): Promise<string> => {
    const { stderr } = await runCli(args);
    return stderr.split("\n")[0] ?? "";
  };

  for (const command of ["audit", "plan", "dry-run --enforce baseline"]) {
    it(`${command}: contradicting flags are rejected before a file is read`, async () => {
      const files = ["--kubeconfig", "no/such/kubeconfig", "--admission-config", BAD];
      const accepted = command === "audit" ? ["--update-accept", "no/such/file.yaml", "--reason", "r"] : [];
      const version = command === "plan" ? ["--pin", "server"] : [];
      const args = [...command.split(" "), "-n", "a", "-l", "b", ...files, ...accepted, ...version];
      assert.equal(await first(args), "error: -n and -l contradict each other");
    });

    it(`${command}: a kubeconfig is read before the configuration`, async () => {
      const args = [...command.split(" "), "--kubeconfig", "no/such/kubeconfig", "--admission-config", BAD];
      assert.match(await first(args), /^error: no\/such\/kubeconfig: /);
    });
  }

  for (const [flag, ...reason] of [["--accept"], ["--update-accept", "--reason", "r"]] as const) {
    it(`lint: the configuration is read before the file of ${flag}`, async () => {
      const args = ["lint", "test/fixtures/lint", flag, "no/such/file.json", ...reason];
      assert.match(await first([...args, "--admission-config", BAD]), new RegExp(`^error: ${BAD}`));
      assert.match(await first(args), /^error: no\/such\/file\.json/);
    });
  }
});
