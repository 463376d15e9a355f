import assert from "node:assert/strict";
import { test } from "node:test";
import { doubleQuoted, unfoldings } from "../../../src/admission/messages/unfold.ts";

test("a double-quoted scalar is unfolded: lines that end with a backslash, and all forms of escapes", () => {
  assert.equal(doubleQuoted("a\\\n  b\n  c"), "ab c");
  assert.equal(doubleQuoted(String.raw`\x41 \u00e9 \U0001F600 \U00110000 \t \q`), "A é 😀 \uFFFD \t q");
  assert.equal(doubleQuoted(String.raw`{"a": "\"b\" \\"}`), String.raw`{"a": ""b" \"}`);
});

test("two indented lines of one length were wrapped between words, and three were cut at a column", () => {
  const likeliest = (text: string): string | undefined => unfoldings(text, "").at(0)?.(text);
  assert.equal(likeliest("a\n  bbbb\n  cccc\n  d"), "a bbbb cccc d");
  assert.equal(likeliest("a\n  bbbb\n  cccc\n  dddd\n  e"), "abbbbccccdddde");
});
