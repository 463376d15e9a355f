import assert from "node:assert/strict";
import { test } from "node:test";
import { UserError } from "../../src/api/user-error.ts";

test("a user's error has the reason and the next step", () => {
  const error = new UserError("a.yaml: no such file or directory", "Check the path.");
  assert.ok(error instanceof Error);
  assert.equal(String(error), "UserError: a.yaml: no such file or directory");
  assert.equal(error.hint, "Check the path.");
});
