import assert from "node:assert/strict";
import { test } from "node:test";
import { areEqual } from "../../../src/api/values/equal-values.ts";

const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);

const SAME: readonly (readonly [unknown, unknown])[] = [
  [1, 1],
  [null, null],
  [{}, {}],
  [[], []],
  [
    { a: [1, { b: "x" }], c: null },
    { c: null, a: [1, { b: "x" }] },
  ],
  [nested(100), nested(100)],
];

const DIFFERENT: readonly (readonly [unknown, unknown])[] = [
  [1, 2],
  [1, "1"],
  [null, undefined],
  [null, {}],
  [[], {}],
  [{}, []],
  [[1], [1, 1]],
  [[1, 1], [1]],
  [{ a: 1 }, { a: 2 }],
  [{ a: 1 }, { b: 1 }],
  [{ a: 1 }, {}],
  [{}, { a: 1 }],
  [{ a: undefined }, { b: undefined }],
  [{ toString: 1 }, {}],
  [nested(200), nested(200)],
];

test("values of JSON are compared by their contents", () => {
  for (const [a, b] of SAME) assert.ok(areEqual(a, b, 100), JSON.stringify([a, b]));
  for (const [a, b] of DIFFERENT) assert.ok(!areEqual(a, b, 100) && !areEqual(b, a, 100), JSON.stringify([a, b]));
});
