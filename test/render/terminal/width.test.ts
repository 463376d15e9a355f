import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../property.ts";
import { cutEnd, cutMiddle, padding, widthOf } from "../../../src/render/terminal/width.ts";

const WIDTHS: readonly (readonly [what: string, text: string, width: number])[] = [
  ["nothing", "", 0],
  ["ASCII", "web-1", 5],
  ["Latin letters", "é", 1],
  ["a letter with a combining mark", "e\u0301", 1],
  ["Thai vowels above", "\u0e01\u0e34", 1],
  ["Chinese, Japanese and Korean", "日本語한", 8],
  ["Korean in its parts", "\u1112\u1161\u11ab", 2],
  ["fullwidth Latin", "Ａ", 2],
  ["halfwidth Katakana", "ｱ", 1],
  ["an ideograph outside of the first plane", "\u{20000}", 2],
  ["emoji", "😀", 2],
  ["an emoji with a tone of skin", "👍🏽", 2],
  ["a tone of skin on nothing that has any", "a🏽", 3],
  ["a flag", "🇨🇭", 2],
  ["a text symbol", "☁", 1],
  ["box drawing", "─", 1],
];

for (const [what, text, width] of WIDTHS) {
  test(`width of ${what}`, () => assert.equal(widthOf(text), width));
}

const CUTS: readonly (readonly [text: string, width: number, cut: string])[] = [
  ["abcdef", 6, "abcdef"],
  ["abcdef", 5, "abcd…"],
  ["abcdef", 1, "…"],
  ["abcdef", 0, ""],
  ["日本語", 6, "日本語"],
  ["日本語", 5, "日本…"],
  ["日本語", 4, "日…"],
  ["e\u0301e\u0301e\u0301", 2, "e\u0301…"],
  ["abc😀def", 5, "abc…"],
  ["👍🏽👍🏽", 3, "👍🏽…"],
];

for (const [text, width, expected] of CUTS) {
  test(`${text} within ${width} columns`, () => assert.equal(cutEnd(text, width, "…"), expected));
}

test("an ellipsis of three columns counts as three columns", () => {
  assert.equal(cutEnd("abcdef", 5, "..."), "ab...");
});

test("a text is shortened in the middle only if all characters are ASCII", () => {
  assert.equal(cutMiddle("abcdefgh", 8, "…"), "abcdefgh");
  assert.equal(cutMiddle("abcdefgh", 6, "…"), "abc…gh");
  assert.equal(cutMiddle("abcdefgh", 6, "..."), "ab...h");
  assert.equal(cutMiddle("abcdéfgh", 6, "…"), "abcdé…");
  assert.equal(cutMiddle("abcdefgh", 2, "…"), "a…");
});

test("text is padded by columns, not by characters", () => {
  assert.equal(padding("日本", 6, 2), "    ");
  assert.equal(padding("abcdef", 3, 1), " ");
});

test("a truncated text fits, and leaves at most one column unused", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 20 }), (text, width) => {
      const cut = cutEnd(text, width, "…");
      if (widthOf(text) <= width) assert.equal(cut, text);
      else assert.ok(widthOf(cut) <= width && widthOf(cut) >= width - 1, JSON.stringify([cut, widthOf(cut)]));
    }),
  );
});
