import assert from "node:assert/strict";
import { test } from "node:test";
import { compareLevels, INVALID_LEVEL, LEVELS, parseLevel } from "../../src/api/level.ts";

test("the three levels, from the most permissive to the strictest", () => {
  assert.deepEqual(LEVELS, ["privileged", "baseline", "restricted"]);
});

for (const text of ["privileged", "baseline", "restricted"]) {
  test(`parseLevel reads ${text}`, () => assert.equal(parseLevel(text), text));
}

for (const text of ["", "Restricted", " restricted", "restricted ", "restricted:latest", "bogus", "toString"]) {
  test(`parseLevel rejects ${JSON.stringify(text)}`, () => assert.equal(parseLevel(text), undefined));
}

test("compareLevels orders every pair by strictness", () => {
  const signs = LEVELS.map((a) => LEVELS.map((b) => Math.sign(compareLevels(a, b))));
  assert.deepEqual(signs, [
    [0, -1, -1],
    [1, 0, -1],
    [1, 1, 0],
  ]);
});

test("INVALID_LEVEL is the API server's text", () => {
  assert.equal(INVALID_LEVEL, "must be one of privileged, baseline, restricted");
});
