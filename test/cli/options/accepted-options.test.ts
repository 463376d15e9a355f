import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { acceptedRequestOf } from "../../../src/cli/options/accepted-options.ts";

test("the flags name a file of accepted violations, or none", async () => {
  const stderr = new PassThrough();
  assert.equal(await acceptedRequestOf({}, stderr), undefined);
  assert.deepEqual(await acceptedRequestOf({ baseline: "b.json" }, stderr), { file: "b.json", update: undefined });
  const updating = await acceptedRequestOf({ baseline: "b.json", updateBaseline: true }, stderr);
  assert.equal(typeof updating?.update, "function");
  for (const flags of [{ updateBaseline: true }, { baseline: "" }, { baseline: "-" }]) {
    await assert.rejects(() => acceptedRequestOf(flags, stderr), { name: "UserError" });
  }
});
