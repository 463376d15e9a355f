import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../property.ts";
import { JsonSyntaxError, findJsonFault } from "../../../src/text/json/fault.ts";
import { parseJson } from "../../../src/text/json.ts";
import { IS_FULL } from "../../seed.ts";

const OVER = "the text ends in the middle of a value";

const FAULTS: readonly (readonly [text: string, offset: number, reason: string])[] = [
  ["", 0, OVER],
  ["  ", 2, OVER],
  ["{", 1, OVER],
  ['{"a"', 4, OVER],
  ['{"a": "b', 8, OVER],
  ['["a\\', 3, "bad escape sequence in a string"],
  ["[1,", 3, OVER],
  ["{a: 1}", 1, "expected property name or '}'"],
  ['{"a" 1}', 5, "expected ':' after property name"],
  ['{"a": 1 "b"', 8, "expected ',' or '}' after property value"],
  ['{"a": 1,}', 8, "expected double-quoted property name"],
  ["[1 2]", 3, "expected ',' or ']' after array element"],
  ["[1,]", 3, "expected a value"],
  ["[hunter2]", 1, "expected a value"],
  ["[-]", 1, "expected a value"],
  ["[01]", 2, "expected ',' or ']' after array element"],
  ["[1.]", 2, "expected ',' or ']' after array element"],
  ['["a\nb"]', 3, "bad control character in a string"],
  ['["\\x"]', 2, "bad escape sequence in a string"],
  ['["\\u12"]', 2, "bad escape sequence in a string"],
  ['{"a": [{}, [], {"b": null}]} x', 29, "unexpected text after the value"],
];

for (const [text, offset, reason] of FAULTS) {
  test(`${JSON.stringify(text)}: ${reason}`, () => {
    assert.deepEqual(findJsonFault(text), { offset, reason });
    assert.throws(() => parseJson(text), { name: "JsonSyntaxError", message: reason, offset });
  });
}

test("a fault in a value that is nested deeper than the stack is found, too", () => {
  const text = "[".repeat(500_000);
  assert.deepEqual(findJsonFault(text), { offset: text.length, reason: OVER });
});

/** JSON with some characters removed, inserted or replaced. */
const brokenJson = fc
  .tuple(
    fc.jsonValue({ maxDepth: 4 }),
    fc.constantFrom(0, 1, "\t"),
    fc.array(
      fc.record({
        at: fc.nat(),
        removed: fc.nat(2),
        added: fc.oneof(fc.string({ maxLength: 2 }), fc.constantFrom(...'{}[],:"\\-0.e\n')),
      }),
      { maxLength: 3 },
    ),
  )
  .map(([value, indent, edits]) =>
    edits.reduce(
      (text, { at, removed, added }) => {
        const offset = at % (text.length + 1);
        return text.slice(0, offset) + added + text.slice(offset + removed);
      },
      JSON.stringify(value, null, indent),
    ),
  );

test("the fault in a text that JSON.parse rejects has V8's place, and quotes nothing", () => {
  const reasons = new Set(FAULTS.map(([, , reason]) => reason));
  let tried = 0;
  let refused = 0;
  fc.assert(
    fc.property(brokenJson, (text) => {
      tried++;
      const v8 = faultOfV8(text);
      if (v8 === undefined) return;
      refused++;
      const { offset, reason } = findJsonFault(text);
      assert.ok(reasons.has(reason), reason);
      // V8 gives the place of only some faults, and points at another character for words, numbers and escape
      // sequences.
      const at = Number(/at position (\d+)/.exec(v8)?.[1] ?? NaN);
      const isInside = reason === "expected a value" && at >= offset && at <= offset + "false".length;
      const isOther = Number.isNaN(at) || /number|fraction|exponent|escape|Unicode/i.test(v8);
      if (!isInside && !isOther) assert.equal(offset, at, v8);
      assert.ok(offset <= text.length);
    }),
    { numRuns: IS_FULL ? 200_000 : 5000 },
  );
  assert.ok(refused > tried / 5, `${refused} were refused`);
});

function faultOfV8(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof SyntaxError);
    assert.throws(() => parseJson(text), JsonSyntaxError);
    return error.message;
  }
}
