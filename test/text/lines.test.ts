import assert from "node:assert/strict";
import { test } from "node:test";
import { LineIndex, positionAt } from "../../src/text/lines.ts";

const TEXT = "ab\n\n😀c\r\nd";

const PLACES: readonly (readonly [offset: number, line: number, column: number])[] = [
  [-1, 1, 1],
  [0, 1, 1],
  [1, 1, 2],
  [2, 1, 3],
  [3, 2, 1],
  [4, 3, 1],
  [6, 3, 3],
  [8, 3, 5],
  [9, 4, 1],
  [10, 4, 2],
  [99, 4, 2],
];

test("lines and columns count from 1, columns in UTF-16 units", () => {
  const lines = new LineIndex(TEXT);
  for (const [offset, line, column] of PLACES) {
    assert.deepEqual(lines.positionAt(offset), { line, column }, `offset ${offset}`);
    assert.deepEqual(positionAt(TEXT, offset), { line, column }, `offset ${offset}`);
  }
});

test("an empty text has one place", () => {
  assert.deepEqual(positionAt("", 0), { line: 1, column: 1 });
});

test("a line begins after the last line break", () => {
  assert.deepEqual(positionAt("a\n", 2), { line: 2, column: 1 });
});

test("places are found in any order", () => {
  const text = Array.from({ length: 100 }, (_, index) => `${"x".repeat(index % 7)}\n`).join("");
  const lines = new LineIndex(text);
  for (let step = 0; step < 2000; step++) {
    // A step of 97 offsets visits all of them, forwards and, at the end of the text, backwards.
    const offset = (step * 97) % (text.length + 1);
    const before = text.slice(0, offset).split("\n");
    assert.deepEqual(lines.positionAt(offset), { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 });
  }
});
