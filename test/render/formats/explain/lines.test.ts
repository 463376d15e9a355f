import assert from "node:assert/strict";
import { test } from "node:test";
import { hangingRows, paragraph } from "../../../../src/render/formats/explain/lines.ts";

test("a paragraph fills its lines", () => {
  assert.deepEqual(paragraph("one two three four", 10, 2), ["  one two", "  three", "  four"]);
  assert.deepEqual(paragraph("one two", 7, 0), ["one two"]);
  assert.deepEqual(paragraph("one two", 6, 0), ["one", "two"]);
});

test("a word that is too long has a line to itself", () => {
  assert.deepEqual(paragraph("a net.ipv4.ip_local_port_range b", 10, 1), [" a", " net.ipv4.ip_local_port_range", " b"]);
});

test("no text is an empty line", () => assert.deepEqual(paragraph("", 10, 2), ["  "]));

const ROWS = [
  { cells: ["id", "x"], text: "short" },
  { cells: ["longer", "y"], text: "the words of a text that is wrapped" },
];

test("texts hang beside the cells", () => {
  assert.deepEqual(hangingRows(ROWS, 36), [
    ["id      x  short"],
    ["longer  y  the words of a text that", "           is wrapped"],
  ]);
});

test("without room beside them, texts stand below", () => {
  assert.deepEqual(hangingRows(ROWS, 34), [
    ["id      x", "    short"],
    ["longer  y", "    the words of a text that is", "    wrapped"],
  ]);
});
