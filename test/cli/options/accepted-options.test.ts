import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { acceptedRequestOf } from "../../../src/cli/options/accepted-options.ts";

test("the flags name a file of accepted violations, or none", async () => {
  const stderr = new PassThrough();
  assert.equal(await acceptedRequestOf({}, stderr), undefined);
  assert.deepEqual(await acceptedRequestOf({ accept: "b.json" }, stderr), { file: "b.json", update: undefined });
  for (const flags of [{ updateAccept: "b.json" }, { accept: "./b.json", updateAccept: "b.json" }]) {
    const updating = await acceptedRequestOf(flags, stderr);
    assert.deepEqual([updating?.file, typeof updating?.update], ["b.json", "function"]);
  }
  for (const flags of [
    { accept: "" },
    { accept: "-" },
    { updateAccept: "" },
    { updateAccept: "-" },
    { accept: "a.json", updateAccept: "b.json" },
  ]) {
    await assert.rejects(() => acceptedRequestOf(flags, stderr), { name: "UserError" });
  }
});
