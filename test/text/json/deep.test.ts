import assert from "node:assert/strict";
import test from "node:test";
import { parseDeepJson } from "../../../src/text/json/deep.ts";

test("strings and keys do not change, for any first character", () => {
  const text = '{"i1234567890123456" : ["i1234567890123456", "s", "\\u0069\\"x", ""], "s":\n"12345678901234567"}';
  assert.deepEqual(parseDeepJson(text), JSON.parse(text));
});

test("an integer beyond 2^53 is a bigint, and any other number is a number", () => {
  assert.deepEqual(parseDeepJson("[12345678901234567890, -12345678901234567, 1234567890123456, 12345678901234567.0]"), [
    12345678901234567890n,
    -12345678901234567n,
    1234567890123456,
    Number("12345678901234567"),
  ]);
});

test("an invalid text stays invalid", () => {
  for (const text of ['["a" : 1]', '{"a" 1}', '"abc', '["a"', "[1234567890123456x]", '{"a": "b" "c"}']) {
    assert.throws(() => parseDeepJson(text), SyntaxError, text);
  }
});
