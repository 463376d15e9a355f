import assert from "node:assert/strict";
import { test } from "node:test";
import { compileGlob, escapeGlob } from "../../src/accepted/glob.ts";
import * as fc from "../property.ts";

for (const [pattern, matching, others] of [
  ["web", ["web"], ["", "webs", "Web"]],
  ["web-*", ["web-", "web-1", "web-a-b"], ["web", "a-web-1"]],
  ["*", ["", "a", "*"], []],
  ["", [""], ["a"]],
  ["?", ["a", "💥"], ["", "ab"]],
  ["*a*b", ["ab", "aab", "xaxbb"], ["ba", "abx"]],
  [String.raw`a\*\?\\`, [String.raw`a*?\ `.trim()], ["abc", "a"]],
  ["a\\", ["a\\"], ["a"]],
] as const) {
  test(`the pattern ${JSON.stringify(pattern)} matches whole texts`, () => {
    const { matches } = compileGlob(pattern);
    assert.deepEqual([...matching, ...others].filter(matches), matching);
  });
}

test("an escaped text is the pattern of this text alone", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "*", "?", "\\", "💥") });
  fc.assert(
    fc.property(text, text, (one, other) => {
      const { literal, matches } = compileGlob(escapeGlob(one));
      assert.equal(literal, one);
      assert.equal(matches(other), one === other);
    }),
  );
});

test("a pattern matches the same texts as a regular expression", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (glob, one) => {
      const expected = new RegExp(`^${glob.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
      assert.equal(compileGlob(glob).matches(one), expected.test(one));
    }),
  );
});

test("many stars take time in proportion to the product of the lengths", () => {
  assert.equal(compileGlob(`${"*a".repeat(1000)}b`).matches("a".repeat(5000)), false);
});
