import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../property.ts";
import { JsonPart } from "../../../src/text/json/parts.ts";

/** Splits a value down to its scalars, and joins them again. */
function rebuild(part: JsonPart): unknown {
  if (part.isList) return Array.from(part.items(), rebuild);
  if (!part.isObject) return part.parse();
  return Object.fromEntries([...part.fields()].map(([name, field]) => [name, rebuild(field)]));
}

test("the parts of a text are the values of JSON.parse", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), fc.constantFrom(0, 2, "\t \r\n"), (value, indent) => {
      const text = ` \n${JSON.stringify(value, null, indent)}\r\n`;
      const part = new JsonPart(text);
      assert.deepEqual(rebuild(part), JSON.parse(text));
      part.expectEnd();
      assert.deepEqual(new JsonPart(text).parse(), JSON.parse(text));
    }),
  );
});

test("the last of duplicate keys counts", () => {
  assert.equal(new JsonPart('{"a": 1, "a": 2}').fields().get("a")?.parse(), 2);
});

test("a part can be skipped", () => {
  const parts = [...new JsonPart('[{"a": [1, "]"]}, 2]').items()];
  assert.deepEqual(
    parts.map((part) => part.parse()),
    [{ a: [1, "]"] }, 2],
  );
});

for (const [text, message] of [
  ["", /ends in the middle/],
  ["[", /ends in the middle/],
  ["[1", /ends in the middle/],
  ["[1,", /ends in the middle/],
  ['["a]', /ends in the middle/],
  ["[1}", /found "}" in line 1/],
  ["[1,\n2 3]", /found something in line 2/],
  ["[1,]", /the value that begins in line 1 is invalid/],
  ["[,1]", /the value that begins in line 1 is invalid/],
  ['{"a" 1}', /found something in line 1/],
  ['{"a": }', /ends in the middle/],
  ["{1: 2}", /found ":" in line 1/],
  ['{"a": 1', /ends in the middle/],
  ['{"a": 1]', /found "]" in line 1/],
  ["[1]\n]", /found "]" in line 2/],
] as const) {
  test(`not JSON: ${JSON.stringify(text)}`, () => {
    const read = (): void => {
      const part = new JsonPart(text);
      rebuild(part);
      part.expectEnd();
    };
    assert.throws(read, { name: "SyntaxError", message });
  });
}
