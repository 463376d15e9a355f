import CliTable from "cli-table3";
import type { Piece } from "../words/lines.ts";
import type { PaintedStyle } from "./style.ts";

const GAP = 2;
/** cli-table3 compares each row with all rows before it: thousands of them are a matter of many seconds. */
const ROWS_AT_ONCE = 50;
const ASCII = /^[ -~]*$/;

const BORDERLESS = Object.fromEntries(
  ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
    .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"])
    .map((name) => [name, ""]),
);

/** Rows in columns as wide as their widest cell, without borders, as kubectl prints a list. All rows have as many cells. */
export function* renderGrid(
  rows: readonly (readonly Piece[])[],
  { ellipsis }: Pick<PaintedStyle, "ellipsis">,
): Generator<string, undefined> {
  const colWidths = rows.length > ROWS_AT_ONCE ? columnWidths(rows) : [];
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const grid = new CliTable({
      chars: BORDERLESS,
      colWidths,
      truncate: ellipsis,
      // Without the first two it is coloured, even in a pipe.
      style: { head: [], border: [], "padding-left": 0, "padding-right": GAP, compact: true },
    });
    for (const row of rows.slice(start, start + ROWS_AT_ONCE)) {
      grid.push(row.map(({ text, colour }) => (colour === undefined ? text : colour(text))));
    }
    for (const line of grid.toString().split("\n")) yield `${line.trimEnd()}\n`;
  }
}

function columnWidths(rows: readonly (readonly Piece[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, { text }] of row.entries()) {
      // cli-table3 has its own mind about what is wide, and cuts what it holds too wide: no character has more than two columns.
      const room = GAP + (ASCII.test(text) ? text.length : 2 * text.length);
      widths[column] = Math.max(widths[column] ?? 0, room);
    }
  }
  return widths;
}
