import assert from "node:assert/strict";
import { test } from "node:test";
import { AliasBudget } from "../../../src/text/yaml/alias-budget.ts";

/** The number of nodes through aliases that are allowed after some plain nodes. */
function allowedAfter(plain: number, limit: number): number {
  const budget = new AliasBudget();
  for (let count = 0; count < plain; count++) assert.ok(budget.allows(false));
  let aliased = 0;
  while (aliased < limit && budget.allows(true)) aliased++;
  return aliased;
}

for (const [plain, aliased] of [
  [0, 1000],
  [10, 990],
  [100, 9900],
  [1000, 99_000],
  [10_000, 100_000],
  [400_000, 100_000],
  [2_000_000, 100_000],
  [4_500_000, 100_000],
] as const) {
  test(`after ${plain} nodes, ${aliased} through aliases are allowed`, () => {
    assert.equal(allowedAfter(plain, 5_000_000), aliased);
  });
}
