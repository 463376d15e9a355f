import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEvents } from "js-yaml";
import { ComposeError, composeDocument } from "../../../src/sources/yaml/compose.ts";
import { findForeignScalar, findForeignText, type ForeignSyntax } from "../../../src/sources/yaml/foreign-syntax.ts";

const QUESTION = "found a value inside [ ] or { } that has a ? or begins with :; put it in quotes";
const COLON = "found no space after the colon inside [ ] or { }";
const escaped = (escape: string): string => `found the escape sequence ${escape}, which is JSON's and not YAML's`;
const lineBreak = (code: string): string => `found the character ${code}, which ends a line for kubectl`;

const FOREIGN: readonly (readonly [name: string, text: string, message: string, at: string])[] = [
  ["NEL in a comment", "a: 1 # b\u0085hostNetwork: true", lineBreak("U+0085"), "\u0085"],
  ["LS in a comment", "a: 1 # b\u2028hostNetwork: true", lineBreak("U+2028"), "\u2028"],
  ["PS in a scalar", "a: b\u2029c", lineBreak("U+2029"), "\u2029"],
  ["white space before ---", "  ---\na: 1", "found white space before ---, which then begins no document", "  ---"],
  ["an escaped slash", String.raw`a: "b\/c"`, escaped("\\/"), String.raw`b\/c`],
  ["a surrogate pair", String.raw`a: "\ud83d\ude00"`, escaped("\\ud83d"), String.raw`\ud83d`],
  ["a lone surrogate", String.raw`a: "x\\\uDFFF"`, escaped("\\uDFFF"), String.raw`x\\\uDFFF`],
  ["a surrogate of eight digits", String.raw`a: "\U0000d800"`, escaped("\\U0000d800"), String.raw`\U0000d800`],
  ["a question mark before a key in braces", "a: {?privileged: true}", QUESTION, "?"],
  ["a question mark inside brackets", "[http://a?b]", QUESTION, "http"],
  ["a question mark deep in braces", "a: {b: [{c: [d?]}]}", QUESTION, "d?"],
  ["a question mark after brackets that have ended", "a: {b: [], c: x?}", QUESTION, "x?"],
  ["a colon before a value in braces", "{a: :b}", QUESTION, ":b"],
  ["a key and nothing in braces", "{a:, b: c}", COLON, "a"],
  ["a key and nothing at the end of braces", "{a:}", COLON, "a"],
  ["a key and nothing in brackets", "[ALL:]", COLON, "ALL"],
  ["a key and a list", "{a:[b]}", COLON, "a"],
  ["a merge key and a mapping", "a: {<<:{b: 1}}", COLON, "<<"],
  ["a merge key and nothing", "{<<:, a: 1}", COLON, "<<"],
  ["what stands behind another fault", "a: .nan\nb: {c: d?}", QUESTION, "d?"],
  ["what stands behind a wrong tag", "a: !!int x\nb: {c: d?}", QUESTION, "d?"],
  ["what stands in a merge that is none", "<<: [a?]", QUESTION, "a?"],
  ["what stands in a key that is none", "? [a?]\n: 1", QUESTION, "a?"],
  ["the first of several in a merge", '<<:\n- {"\\/": 1}\n- {a: "\\ud800"}', escaped("\\/"), "\\/"],
];

/** What is found in the text, or else in the scalars, which composing must find too. */
function foreignIn(text: string): ForeignSyntax | undefined {
  const inText = findForeignText(text);
  const events = parseEvents(text, {});
  if (inText !== undefined || events.length === 0) return inText;
  const inScalars = findForeignScalar(text, events);
  try {
    composeDocument(text, events);
  } catch (error) {
    assert.ok(error instanceof ComposeError);
    return inScalars;
  }
  assert.equal(inScalars, undefined, "composing finds it too");
  return undefined;
}

for (const [name, text, message, at] of FOREIGN) {
  test(`${name} is foreign to go-yaml`, () => {
    assert.deepEqual(foreignIn(text), { message, offset: text.indexOf(at) });
  });
}

const COMMON: readonly (readonly [name: string, text: string])[] = [
  ["a question mark outside of brackets", "a: http://b?c\n?d: 1"],
  ["a question mark after brackets", "a: [b]\nc: d?\ne: {f: g}\nh: i?"],
  ["a question mark in quotes", `[ 'a?', "?b" ]`],
  ["a colon inside of a value", "[http://a:80, b:c]"],
  ["a colon outside of brackets", "a: :b"],
  ["quoted keys and their values", `{"a":[b],'c':d, "e":}`],
  ["a key and a value", "{a: b, c : [d], e: }"],
  ["escape sequences", String.raw`a: "\\/ \x41 \u00e9 \ud7ff \ue000 \U0001F600 \n \" \\ud800"`],
  ["escapes in single quotes", String.raw`a: 'b\/c \ud800'`],
  ["escapes outside of quotes", String.raw`a: b\/c \ud800`],
  ["block scalars", "a: |\n  b\\/c?\n  ? d\n"],
  ["an alias inside of brackets", "a: &x b?\nc: [*x]\nd: {*x : 1}"],
  ["a document start", "---\na: 1"],
  ["dashes that are text", "a: ---"],
  ["nothing", ""],
  ["what stands in another document", 'a: b\r---\rb: "\\/"'],
];

for (const [name, text] of COMMON) {
  test(`${name}: the same for go-yaml`, () => {
    assert.equal(foreignIn(text), undefined);
  });
}
