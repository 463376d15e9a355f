import assert from "node:assert/strict";
import { test } from "node:test";
import { alignRows } from "../../../src/render/terminal/columns.ts";
import { renderGrid } from "../../../src/render/terminal/grid.ts";

const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;
const ROWS = [
  [{ text: "CHECK", colour: red }, { text: "LEVEL", colour: red }, { text: "TITLE" }],
  [{ text: "hostPorts" }, { text: "baseline" }, { text: "Host ports of containers" }],
  [{ text: "ポート" }, { text: "" }, { text: "" }],
];
const WIDTH = "hostPorts  baseline  Host ports of containers".length;

test("aligned rows look like the rows of a grid", () => {
  const grid = Array.from(renderGrid(ROWS, { width: WIDTH, ellipsis: "…", overflow: "wrap" }), (row) => row.trimEnd());
  assert.deepEqual(alignRows(ROWS, WIDTH), grid);
});

test("rows that are wider than the terminal are not aligned", () => {
  assert.equal(alignRows(ROWS, WIDTH - 1), undefined);
});
