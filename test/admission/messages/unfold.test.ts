import assert from "node:assert/strict";
import { test } from "node:test";
import { doubleQuoted } from "../../../src/admission/messages/unfold.ts";

test("a double-quoted scalar is unfolded: lines that end with a backslash, and all forms of escapes", () => {
  assert.equal(doubleQuoted("a\\\n  b\n  c"), "ab c");
  assert.equal(doubleQuoted(String.raw`\x41 \u00e9 \U0001F600 \U00110000 \t \q`), "A é 😀 \uFFFD \t q");
  assert.equal(doubleQuoted(String.raw`{"a": "\"b\" \\"}`), String.raw`{"a": ""b" \"}`);
});
