import assert from "node:assert/strict";
import { test } from "node:test";
import { isDay, isOver } from "../../src/accepted/last-day.ts";

for (const [text, expected] of [
  ["2027-01-31", true],
  ["2028-02-29", true],
  ["2000-02-29", true],
  ["1900-02-29", false],
  ["2027-02-29", false],
  ["2027-04-31", false],
  ["2027-00-01", false],
  ["2027-13-01", false],
  ["2027-01-00", false],
  ["2027-1-31", false],
  ["2027-01-31T00:00:00Z", false],
  ["0000-01-01", false],
  ["", false],
] as const) {
  test(`${JSON.stringify(text)} is ${expected ? "a valid day" : "not a valid day"}`, () => {
    assert.equal(isDay(text), expected);
  });
}

test("an entry is valid on its last day, and not on the next one", () => {
  assert.deepEqual(
    ["2027-01-30", "2027-01-31", "2027-02-01", "2028-01-01"].map((today) => isOver("2027-01-31", today)),
    [false, false, true, true],
  );
  assert.equal(isOver(null, "9999-12-31"), false);
});
