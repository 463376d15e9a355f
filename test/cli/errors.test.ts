import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UserError } from "../../src/api/user-error.ts";
import { describeError, escapeLines } from "../../src/cli/errors.ts";
import { runCli } from "./run-cli.ts";

describe("errors", () => {
  it("say what to do next", () => {
    assert.equal(describeError(new UserError("a: wrong", "Mend it."), 0), "error: a: wrong\nMend it.\n");
    assert.equal(describeError(new UserError("a: wrong", ""), 0), "error: a: wrong\n");
  });

  it("own up to a bug, with where it arose only on request", () => {
    const error = new Error("oops");
    assert.equal(
      describeError(error, 0),
      "error: this is a bug of kubectl pss: oops\n" +
        "Run it again with -v 1 to see where it arose, and report it with that.\n",
    );
    assert.match(describeError(error, 1), /^error: this is a bug of kubectl pss: oops\nError: oops\n {4}at /);
    assert.match(describeError("oops", 1), /^error: this is a bug of kubectl pss: oops\n$/);
  });

  it("let no control character through", async () => {
    assert.equal(escapeLines("a\u001b[31m\nb\u202e"), "a\\x1b[31m\nb\\u202e");
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
