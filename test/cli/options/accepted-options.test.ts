import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { acceptedRequestOf } from "../../../src/cli/options/accepted-options.ts";

test("the flags name a file of accepted violations, or none", () => {
  const stderr = new PassThrough();
  assert.equal(acceptedRequestOf({}, stderr), undefined);
  assert.deepEqual(acceptedRequestOf({ baseline: "b.json" }, stderr), { file: "b.json", update: undefined });
  const updating = acceptedRequestOf({ baseline: "b.json", updateBaseline: true }, stderr);
  assert.equal(typeof updating?.update, "function");
  for (const flags of [{ updateBaseline: true }, { baseline: "" }, { baseline: "-" }]) {
    assert.throws(() => acceptedRequestOf(flags, stderr), { name: "UserError" });
  }
});
