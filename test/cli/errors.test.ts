import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../src/api/user-error.ts";
import { describeError, describeUsage } from "../../src/cli/errors.ts";
import { runCli } from "./run-cli.ts";

describe("errors", () => {
  it("say what to do next", () => {
    assert.deepEqual(describeError(new UserError("a: wrong", "Mend it."), 0), ["error: a: wrong", "Mend it."]);
    assert.deepEqual(describeError(new UserError("a: wrong", ""), 0), ["error: a: wrong"]);
    assert.deepEqual(describeError(new UserError("a", ["1", "2"]), 0), ["error: a", "1", "2"]);
  });

  it("own up to a bug, with where it arose only on request", () => {
    const error = new Error("oops");
    assert.deepEqual(describeError(error, 0), [
      "error: this is a bug of kubectl pss: oops",
      "Run it again with -v 1 to see where it arose, and report it with that.",
    ]);
    const [first, second, third] = describeError(error, 1);
    assert.deepEqual([first, second], ["error: this is a bug of kubectl pss: oops", "Error: oops"]);
    assert.match(third ?? "", /^ {4}at /);
    assert.deepEqual(describeError("oops", 1), ["error: this is a bug of kubectl pss: oops"]);
  });

  it("give a line break of a name no line of its own", async () => {
    assert.deepEqual(describeError(new UserError("a\nb", "c\nd"), 0), ["error: a\nb", "c\nd"]);
    assert.equal(describeError(new Error("a\nb"), 1)[1], "Error: a\\nb");
    const ofGo = new UserError('f\nx: yaml: unmarshal errors:\n  line 5: key "a" already set in map', "");
    assert.deepEqual(describeError(ofGo, 0), [
      "error: f\nx: yaml: unmarshal errors:",
      '  line 5: key "a" already set in map',
    ]);
    assert.deepEqual(describeUsage("error: unknown option '--a\nb'\n(Did you mean --all?)\n"), [
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
      ["audit", "--metrics-file", "/a\n::error::b/c"],
    ]) {
      const { code, stderr } = await runCli(args);
      assert.equal(code, 2);
      assert.doesNotMatch(stderr, /^::/m, JSON.stringify(args));
    }
  });

  it("let no control character through", async () => {
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
