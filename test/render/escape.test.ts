import assert from "node:assert/strict";
import { test } from "node:test";
import { escapeCodePoint, escapeDocument, escapeText, escapeUnits, isPlain } from "../../src/render/escape.ts";

const CASES: readonly (readonly [what: string, text: string, expected: string])[] = [
  ["plain text", 'container "web" ~ !', 'container "web" ~ !'],
  ["a line feed", "a\nb", "a\\nb"],
  ["a carriage return, which hides what stands before it", "safe\rrm", "safe\\rrm"],
  ["a tab", "a\tb", "a\\tb"],
  ["an escape sequence", "\u001b[31mred", "\\x1b[31mred"],
  ["a bell and a backspace", "\u0007\b", "\\x07\\x08"],
  ["delete", "\u007f", "\\x7f"],
  ["a control sequence in one character", "\u009b31m", "\\u009b31m"],
  ["an override of direction", "a\u202eb", "a\\u202eb"],
  ["isolates of direction", "\u2066\u2069", "\\u2066\\u2069"],
  ["marks of direction", "\u200e\u200f\u061c", "\\u200e\\u200f\\u061c"],
  ["zero-width characters", "\u200b\u200c\u200d\u2060\ufeff", "\\u200b\\u200c\\u200d\\u2060\\ufeff"],
  ["a soft hyphen", "a\u00adb", "a\\u00adb"],
  ["a variation selector", "\u2601\ufe0f", "\u2601\\ufe0f"],
  ["a letter that cannot be seen", "\u3164", "\\u3164"],
  ["spaces that are not the space", "\u00a0\u2003\u3000", "\\u00a0\\u2003\\u3000"],
  ["separators of lines and paragraphs", "\u2028\u2029", "\\u2028\\u2029"],
  ["tag characters", "\u{e0041}", "\\U000e0041"],
  ["halves of a character", "a\ud800b\udfffc", "a\\ud800b\\udfffc"],
  ["characters for private use", "\ue000\u{f0000}", "\\ue000\\U000f0000"],
  ["noncharacters", "\uffff", "\\uffff"],
  ["letters of any script", "é日本語עברית", "é日本語עברית"],
  ["marks that combine", "e\u0301", "e\u0301"],
  ["emoji", "😀👍🏽", "😀👍🏽"],
  ["a backslash, as it is", "C:\\new", "C:\\new"],
];

for (const [what, text, expected] of CASES) {
  test(`for a terminal: ${what}`, () => {
    assert.equal(escapeText(text), expected);
    assert.equal(isPlain(text), expected === text);
  });
}

test("JSON reads escaped units back", () => {
  const hostile = "\u001b\u009b\u202e\u{e0041}😀\u2028";
  const escaped = escapeDocument(JSON.stringify(hostile), escapeUnits);
  assert.equal(escaped, String.raw`"\u001b\u009b\u202e\udb40\udc41😀\u2028"`);
  assert.equal(JSON.parse(escaped), hostile);
});

test("line feeds between the lines of a document stay", () => {
  assert.equal(escapeDocument("a: b\n", escapeCodePoint), "a: b\n");
  assert.equal(escapeDocument('a: "\u202e"\n', escapeCodePoint), 'a: "\\u202e"\n');
});
