import assert from "node:assert/strict";
import * as fc from "../../../property.ts";
import { test } from "node:test";
import { escapeDocument, escapeUnits } from "../../../../src/render/words/escape.ts";
import { isLarger, jsonPieces } from "../../../../src/render/words/documents/json-pieces.ts";

const PIECE = 64 * 1024;
const whole = (value: unknown): string => [...jsonPieces(value, "", escapeUnits)].join("");

test("the pieces together are the text of JSON.stringify, for any size", () => {
  // A long string makes the values around it large.
  const long = fc.constant("x".repeat(PIECE));
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.string({ unit: "binary" }),
      long,
      fc.integer(),
      fc.constant(null),
      tie("list"),
      tie("record"),
    ),
    list: fc.array(tie("value"), { maxLength: 4 }),
    record: fc.dictionary(fc.string(), fc.oneof(tie("value"), fc.constant(undefined)), { maxKeys: 4 }),
  })).value;
  fc.assert(
    fc.property(value, (any) => {
      assert.equal(whole(any), escapeDocument(JSON.stringify(any, null, 2), escapeUnits));
      const indented = [...jsonPieces(any, "    ", escapeUnits)].join("");
      assert.deepEqual(JSON.parse(indented), JSON.parse(JSON.stringify(any)));
    }),
    { numRuns: 200 },
  );
});

test("no piece is much longer than the longest string", () => {
  const item = { text: "x".repeat(100), list: [1, 2, 3] };
  const value = { many: Array.from({ length: 20_000 }, () => item), empty: [], none: {}, long: "y".repeat(10 * PIECE) };
  const pieces = [...jsonPieces(value, "", escapeUnits)];
  assert.equal(pieces.join(""), JSON.stringify(value, null, 2));
  assert.ok(pieces.filter(({ length }) => length > 4 * PIECE).length === 1);
  assert.ok(pieces.every(({ length }) => length <= 11 * PIECE));
});

test("the size of a value is computed only up to the limit", () => {
  let looked = 0;
  const item = {
    get a(): string {
      looked++;
      return "x".repeat(10);
    },
  };
  assert.ok(
    isLarger(
      Array.from({ length: 1000 }, () => item),
      100,
    ),
  );
  assert.ok(looked <= 10);
  assert.ok(!isLarger({ a: ["b"], c: undefined }, 10));
});
