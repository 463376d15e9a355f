import assert from "node:assert/strict";
import { test } from "node:test";
import { renderGrid } from "../../../src/render/terminal/grid.ts";
import { PIPE } from "../painted.ts";

const ROWS = [
  ["id", "x", "short"],
  ["longer", "y", "the words of a text that is wrapped"],
];

function gridOf(rows: readonly (readonly string[])[], layout: Partial<Parameters<typeof renderGrid>[1]>): string[] {
  return [
    ...renderGrid(
      rows.map((row) => row.map((text) => ({ text }))),
      { ...PIPE, ...layout },
    ),
  ];
}

test("texts are wrapped beside the cells", () => {
  assert.deepEqual(gridOf(ROWS, { width: 36, overflow: "wrap" }), [
    "id      x  short\n",
    "longer  y  the words of a text that\n           is wrapped\n",
  ]);
});

test("without room beside them, texts are below", () => {
  assert.deepEqual(gridOf(ROWS, { width: 34, overflow: "wrap" }), [
    "id      x\n    short\n",
    "longer  y\n    the words of a text that is\n    wrapped\n",
  ]);
});

test("the last cell is truncated, and rows are indented", () => {
  assert.deepEqual(gridOf(ROWS, { width: 24, indent: 2, overflow: "cut" }), [
    "  id      x  short\n",
    "  longer  y  the words …\n",
  ]);
});

test("many rows with texts of several lines keep their columns", () => {
  const rows = Array.from({ length: 120 }, (_, index) => [
    `row-${index}`,
    index === 70 ? "日本語" : "x",
    "one two three four five six",
  ]);
  const pieces = gridOf(rows, { width: 42, overflow: "wrap" });
  assert.equal(pieces.length, rows.length);
  const column = pieces[0]?.indexOf("one") ?? -1;
  for (const [index, piece] of pieces.entries()) {
    const [first = "", second = ""] = piece.split("\n");
    assert.ok(first.startsWith(`row-${index} `), piece);
    assert.equal(second.trimStart(), "six", piece);
    if (index !== 70) assert.equal(first.indexOf("one"), column);
  }
});

test("a grid without rows is empty", () => assert.deepEqual(gridOf([], { overflow: "wrap" }), []));
