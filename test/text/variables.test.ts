import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { substituteDefaults } from "../../src/text/variables.ts";

describe("substitutes the defaults of variables", () => {
  for (const [text, value, ...variables] of [
    ["${A:=shop}", "shop", "A"],
    ["${A:-shop}", "shop", "A"],
    ["${A=shop}", "shop", "A"],
    ["a-${B:=b}-c", "a-b-c", "B"],
    ["${A:=a}${B:=b}", "ab", "A", "B"],
    ["${A:=x${B:=y}z}", "xyz", "A", "B"],
    ["${A:=a:b=c-d}", "a:b=c-d", "A"],
    ["${A:=a b}", "a b", "A"],
    ["${ÄÖ_1:=x}", "x", "ÄÖ_1"],
    ["$${A}${B:=b}", "${A}b", "B"],
    ["$(A) $B ${C:=c}", "$(A) $B c", "C"],
  ] as const) {
    it(text, () => assert.deepEqual(substituteDefaults(text), { value, variables }));
  }
});

describe("finds a variable without a default", () => {
  for (const [text, unset] of [
    ["${A}", "A"],
    ["x-${A}", "A"],
    ["${A:=}", "A"],
    ["${A:=a}${B}", "B"],
    ["${A:=${B}}", "B"],
    ["${A^^}", "A"],
    ["${#A}", "A"],
    ["${A:0:3}", "A"],
    ["${A/x/y}", "A"],
  ] as const) {
    it(text, () => assert.deepEqual(substituteDefaults(text), { unset }));
  }
});

describe("does not change any other text", () => {
  for (const text of [
    "",
    "shop",
    "$A",
    "$(A)",
    "$${A}",
    "$$${",
    "${A",
    "${A:=a",
    "${}",
    "${ A }",
    "${A:={x",
    "a".repeat(2000) + "${A:=b}",
  ]) {
    it(text.slice(0, 20), () => assert.equal(substituteDefaults(text), undefined));
  }

  it("works with many nested variables", () => {
    assert.equal(substituteDefaults("${A:=".repeat(100_000)), undefined);
  });
});
