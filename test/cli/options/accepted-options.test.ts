import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { acceptedRequestOf } from "../../../src/cli/options/accepted-options.ts";

const stream = new PassThrough();
const IO = { stdin: stream, stdout: stream, stderr: stream, env: {}, now: () => Date.UTC(2027, 0, 31, 23, 59) };
const NOTHING = { rules: [], today: "2027-01-31" };

test("the flags may name a list of accepted violations, and the day is in UTC", async () => {
  assert.deepEqual(await acceptedRequestOf({}, IO), NOTHING);
  assert.deepEqual(await acceptedRequestOf({ accept: "b.yaml" }, IO), { ...NOTHING, file: "b.yaml" });
  for (const flags of [{ updateAccept: "b.yaml" }, { accept: "./b.yaml", updateAccept: "b.yaml" }]) {
    const { file, update } = await acceptedRequestOf({ ...flags, reason: " old debt\n" }, IO);
    assert.deepEqual([file, update?.reason], ["b.yaml", "old debt"]);
  }
});

for (const flags of [
  { accept: "" },
  { accept: "-" },
  { updateAccept: "", reason: "r" },
  { updateAccept: "-", reason: "r" },
  { updateAccept: "a.yaml" },
  { updateAccept: "a.yaml", reason: " " },
  { reason: "r" },
  { accept: "a.yaml", reason: "r" },
  { accept: "a.yaml", updateAccept: "b.yaml", reason: "r" },
]) {
  test(`contradicting flags are rejected: ${JSON.stringify(flags)}`, async () => {
    await assert.rejects(() => acceptedRequestOf(flags, IO), { name: "UserError" });
  });
}
