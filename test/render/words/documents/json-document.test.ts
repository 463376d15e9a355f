import assert from "node:assert/strict";
import { test } from "node:test";
import { documentPieces, jsonText, listPieces } from "../../../../src/render/words/documents/json-document.ts";

test("JSON is indented, and escapes control characters for a terminal", () => {
  assert.equal(jsonText({ a: ["\u202e"] }), '{\n  "a": [\n    "\\u202e"\n  ]\n}');
  assert.equal(jsonText({ a: 1 }, "    "), '{\n      "a": 1\n    }');
});

test("lists are filled in pieces, in the layout of JSON.stringify", () => {
  const items = [{ a: '"b": []' }, { a: 2 }];
  const pieces = [...documentPieces({ first: [{ a: [] }], last: 1, b: [] }, { a: items, b: [] })];
  assert.equal(pieces.join(""), `${JSON.stringify({ first: [{ a: items }], last: 1, b: [] }, null, 2)}\n`);
  assert.equal(pieces.filter((piece) => piece.includes('"a": 2')).length, 1);
  assert.ok(pieces.length >= 5);
});

test("text that looks like a list remains text", () => {
  const text = '"a": [], \\"a\\": []';
  const [read] = [JSON.parse([...documentPieces({ text, a: [] }, { a: [{ text }] })].join("")) as unknown];
  assert.deepEqual(read, { text, a: [{ text }] });
});

test("a list has the layout of JSON.stringify, one piece for each item", () => {
  for (const items of [[], [{ a: 1 }], [{ a: "\u202e" }, { b: [] }]]) {
    const pieces = [...listPieces(items)];
    assert.equal(pieces.join(""), JSON.stringify(items, null, 2).replace("\u202e", "\\u202e"));
    assert.ok(pieces.length > items.length);
  }
});
