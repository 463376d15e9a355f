/**
 * Prints tables whose rows are all known with cli-table3: cells of one or several lines side by side, in columns as wide as their widest
 * cell. Loaded late, since a lint's table does not need it (docs/decisions/0012-packages.md).
 */
import CliTable from "cli-table3";
import { wrap, type Piece } from "../words/lines.ts";
import { columnWidths, GAP, widthBeside } from "./columns.ts";
import { cutEnd } from "./width.ts";

/** The layout of a grid. */
export interface GridLayout {
  /** The terminal's width; Infinity in a pipe. */
  readonly width: number;
  /** The mark in place of text that is cut. */
  readonly ellipsis: string;
  /** The spaces before each row; none by default. */
  readonly indent?: number;
  /** The treatment of a cell of the last column that is too long for the terminal; "show" by default. */
  readonly overflow?: "show" | "cut" | "wrap";
}

/** Lays out rows; loaded where it is needed. */
export type RenderGrid = typeof renderGrid;

/** cli-table3 compares each cell with all rows before it, so many rows are laid out block by block. */
const ROWS_AT_ONCE = 50;
/** With less room than this beside the other columns, wrapped texts are below them, with an indent. */
const NARROWEST_TEXT = 24;
const INDENT_BELOW = 4;
const ASCII = /^[ -~]*$/;

const BORDERLESS = Object.fromEntries(
  ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
    .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"])
    .map((name) => [name, ""]),
);

type Row = readonly Piece[];

/**
 * Prints rows in columns without borders, like kubectl's lists. All rows have the same number of cells.
 *
 * @returns a piece of text for each row
 */
export function* renderGrid(rows: readonly Row[], layout: GridLayout): Generator<string, undefined> {
  const { width, indent = 0, overflow = "show" } = layout;
  const room = widthBeside(columnWidths(rows).slice(0, -1), width, indent);
  const isBelow = overflow === "wrap" && room < NARROWEST_TEXT;
  // There may be 100,000 rows, so only those of a block have a copy.
  const fit = (row: Row): Row => (isBelow ? row.slice(0, -1) : fitLast(row, room, layout));
  // cli-table3 measures a single block itself; several blocks must have the same widths.
  const colWidths = rows.length > ROWS_AT_ONCE ? safeWidths(rows, fit) : [];
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const block = rows.slice(start, start + ROWS_AT_ONCE).map(fit);
    const lines = block.every(isPlain) ? pad(block, colWidths) : layOut(block, colWidths, layout.ellipsis);
    for (const [index, row] of block.entries()) {
      const own = lines.splice(0, heightOf(row)).map((line) => " ".repeat(indent) + line);
      const text = isBelow ? rows[start + index]?.at(-1) : undefined;
      yield [...own, ...(text === undefined ? [] : linesBelow(text, width))]
        .map((line) => `${line.trimEnd()}\n`)
        .join("");
    }
  }
}

function fitLast(row: Row, room: number, { overflow = "show", ellipsis }: GridLayout): Row {
  const last = row.at(-1);
  if (last === undefined || overflow === "show") return row;
  const text = overflow === "cut" ? cutEnd(last.text, room, ellipsis) : wrap(last.text, room, "").join("\n");
  return [...row.slice(0, -1), { ...last, text }];
}

function linesBelow({ text, colour }: Piece, width: number): string[] {
  const indent = " ".repeat(INDENT_BELOW);
  return wrap(text, width, indent, indent).map((line) => (colour === undefined ? line : colour(line)));
}

/** Whether cli-table3 only adds spaces to a row. It does that so slowly that 200 rows take a tenth of an audit of 10,000 pods. */
function isPlain(row: Row): boolean {
  return row.every(({ text, colour }) => ASCII.test(text) && (colour === undefined || colour(text) === text));
}

/** @param colWidths none if there are no other rows */
function pad(rows: readonly Row[], colWidths: readonly number[]): string[] {
  const widths = colWidths.length > 0 ? colWidths : safeWidths(rows, (row) => row);
  return rows.map((row) => row.map(({ text }, column) => text.padEnd(widths[column] ?? 0)).join(""));
}

function layOut(rows: readonly Row[], colWidths: number[], ellipsis: string): string[] {
  const grid = new CliTable({
    chars: BORDERLESS,
    colWidths,
    truncate: ellipsis,
    // Without the first two, cli-table3 colours the table, even in a pipe.
    style: { head: [], border: [], "padding-left": 0, "padding-right": GAP, compact: true },
  });
  for (const row of rows) grid.push(row.map(({ text, colour }) => (colour === undefined ? text : colour(text))));
  return grid.toString().split("\n");
}

function heightOf(row: Row): number {
  return Math.max(...row.map(({ text }) => text.split("\n").length));
}

/**
 * Widths for cli-table3. It measures characters by the rules of 2019 and cuts a cell that it thinks too wide, so each character of other
 * text than ASCII gets two columns, which is always enough.
 */
function safeWidths(rows: readonly Row[], fit: (row: Row) => Row): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, { text }] of fit(row).entries()) {
      const longest = text.split("\n").toSorted((a, b) => b.length - a.length)[0] ?? "";
      const width = ASCII.test(longest) ? longest.length : 2 * longest.length;
      widths[column] = Math.max(widths[column] ?? 0, width);
    }
  }
  return widths.map((width) => width + GAP);
}
