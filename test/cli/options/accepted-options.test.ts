import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { acceptedRequestOf, identifies } from "../../../src/cli/options/accepted-options.ts";
import { FORMATS, type Format } from "../../../src/render/format.ts";

test("the formats that identify violations are those that programs compare", () => {
  const formats = FORMATS as readonly Format[];
  assert.deepEqual(formats.filter(identifies), ["json", "yaml", "sarif"]);
});

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
