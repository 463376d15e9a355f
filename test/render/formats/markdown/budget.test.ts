import assert from "node:assert/strict";
import { test } from "node:test";
import { linesWithin, Budget } from "../../../../src/render/formats/markdown/budget.ts";

const rest = (left: number): string => `and ${left} more`;

test("a budget is spent until nothing is left", () => {
  const budget = new Budget(5);
  assert.deepEqual(
    ["abc", "def", "gh", "i", ""].map((text) => budget.spend(text)),
    [true, false, true, false, true],
  );
});

test("lines that do not fit are counted", () => {
  assert.equal(linesWithin(["a\n", "b\n"], new Budget(4), rest), "a\nb\n");
  assert.equal(linesWithin(["a\n", "bbbb\n", "c\n", "d\n"], new Budget(4), rest), "a\nc\nand 2 more");
  assert.equal(linesWithin([], new Budget(4), rest), "");
});
