import { flow, wrap, type Piece } from "../words/lines.ts";
import { columnWidths, GAP, widthBeside } from "./columns.ts";
import type { GridStyle } from "./style.ts";
import { largest, widthOf } from "./width.ts";

/** With less room than this, or than its widest cell, the last column is below the others. */
const USEFUL_LAST = 40;
const INDENT = 4;
/** The cells that say nothing, so that they need no line below their row. */
const EMPTY: ReadonlySet<string> = new Set(["", "-"]);

type Row = readonly Piece[];

/**
 * Prints rows in columns, nothing cut. The columns that do not fit into the terminal are below their row, each cell after its heading, and cells that say nothing are
 * left out there.
 *
 * @param headings the names of the columns; `style.headers` prints those that fit
 */
export function* renderFoldedGrid(
  headings: readonly string[],
  rows: readonly Row[],
  style: GridStyle,
): Generator<string, undefined> {
  const { width, headers, paint, renderGrid } = style;
  if (rows.length === 0) return;
  const titles = headings.map((text): Piece => ({ text, colour: paint.faint }));
  const all: readonly Row[] = headers ? [titles, ...rows] : rows;
  const widths = columnWidths(all);
  const shown = columnsThatFit(widths, width);
  const isFitting = widthBeside(widths.slice(0, shown), width) + GAP >= 0;
  const fitting = all.map((row) => row.slice(0, shown));
  let index = headers ? -1 : 0;
  for (const line of renderGrid(fitting, { ...style, overflow: isFitting ? "show" : "wrap" })) {
    yield line;
    const row = rows[index++];
    if (row !== undefined && shown < headings.length) yield* linesBelow(headings.slice(shown), row.slice(shown), width);
  }
}

/** The number of columns that fit side by side, at least one. */
function columnsThatFit(widths: readonly number[], width: number): number {
  const room = widthBeside(widths.slice(0, -1), width);
  if (room >= Math.min(widths.at(-1) ?? 0, USEFUL_LAST)) return widths.length;
  let shown = widths.length - 1;
  while (shown > 1 && widthBeside(widths.slice(0, shown), width) + GAP < 0) shown--;
  return shown;
}

function* linesBelow(headings: readonly string[], cells: Row, width: number): Generator<string, undefined> {
  const start = " ".repeat(INDENT);
  const pieces = cells.flatMap(({ text, colour }, column): Piece[] =>
    EMPTY.has(text) ? [] : [{ text: `${headings[column] ?? ""} ${text}`, ...(colour !== undefined && { colour }) }],
  );
  const isShort = largest(pieces.map(({ text }) => widthOf(text))) <= width - INDENT;
  const lines = isShort
    ? flow(pieces, width - INDENT, 0)
    : pieces.flatMap(({ text, colour }) => wrap(text, width - INDENT).map((line) => colour?.(line) ?? line));
  for (const line of lines) yield `${start}${line}\n`;
}
