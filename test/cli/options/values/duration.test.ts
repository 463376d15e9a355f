import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDuration } from "../../../../src/cli/options/values/duration.ts";

/** Durations, with the results of ParseTimeout of client-go v0.37.2. */
const DURATIONS: readonly (readonly [text: string, milliseconds: number])[] = [
  ["0", 0],
  ["", 0],
  ["30", 30_000],
  ["+30", 30_000],
  ["030", 30_000],
  ["30s", 30_000],
  ["+30s", 30_000],
  ["1m30s", 90_000],
  ["1.5s", 1500],
  ["1.s", 1000],
  [".5s", 500],
  ["500ms", 500],
  ["1us", 0.001],
  ["1\u00b5s", 0.001],
  ["1\u03bcs", 0.001],
  ["1ns", 1e-6],
  ["2h", 7_200_000],
  ["-0", 0],
  // For kubectl, a negative time means no limit.
  ["-1s", 0],
  ["1000h", 3_600_000_000],
  ["2562047h", 9_223_369_200_000],
];

for (const [text, milliseconds] of DURATIONS) {
  test(`a timeout of ${JSON.stringify(text)}`, () => assert.equal(parseDuration(text), milliseconds));
}

for (const text of ["soon", "-1", "1 s", "1d", "s", ".s", "1.2.3s", "1h2", "0x10", "1_0s", "9999999h", "2562048h"]) {
  test(`an invalid timeout: ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseDuration(text), { name: "InvalidArgumentError" });
  });
}
