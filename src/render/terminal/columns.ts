/** The layout of columns: every table and every list of lines for people takes its widths from here. */
import type { Piece } from "../words/lines.ts";
import type { Colour } from "./paint.ts";
import { largest, padding, widthOf } from "./width.ts";

/** The space between two columns. */
export const GAP = 2;

/** The width of the widest cell of each column. All rows have the same number of cells. */
export function columnWidths(rows: readonly (readonly Piece[])[]): number[] {
  const [first = []] = rows;
  return first.map((_cell, column) => largest(rows.map((row) => widthOf(row[column]?.text ?? ""))));
}

/** The width that is left beside some columns; negative if the terminal is too narrow for them. */
export function widthBeside(widths: readonly number[], width: number, indent = 0): number {
  return width - indent - widths.reduce((sum, column) => sum + column + GAP, 0);
}

/** A cell with the space after it. A longer text moves the rest of its line to the right. */
export function padCell(text: string, width: number, colour?: Colour): string {
  return (colour === undefined ? text : colour(text)) + padding(text, width, GAP);
}

/** Prints each row on one line, in columns; undefined if a row is wider than the terminal. Rows that need several lines need a grid. */
export function alignRows(rows: readonly (readonly Piece[])[], width: number): string[] | undefined {
  const widths = columnWidths(rows);
  if (widthBeside(widths, width) + GAP < 0) return undefined;
  return rows.map((row) =>
    row
      .map(({ text, colour }, column) => padCell(text, widths[column] ?? 0, colour))
      .join("")
      .trimEnd(),
  );
}
