import { padEnd, widthOf } from "../../terminal/width.ts";

/** A row of a table whose last cell is a text that is wrapped. */
export interface HangingRow {
  readonly cells: readonly string[];
  readonly text: string;
}

const GAP = 2;
/** With less room than this beside the cells, texts stand below them. */
const NARROWEST_TEXT = 24;
const INDENT = 4;

/** The words of a text, as many on a line as `width` columns hold behind `indent` spaces; a longer word has a line to itself. */
export function paragraph(text: string, width: number, indent: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && indent + widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].map((words) => " ".repeat(indent) + words);
}

/** The lines of each row, in columns as wide as their widest cell, with what is left of `width` for the texts. All rows have as many cells. */
export function hangingRows(rows: readonly HangingRow[], width: number): string[][] {
  const widths: number[] = [];
  for (const { cells } of rows) {
    for (const [column, cell] of cells.entries()) widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
  }
  const left = widths.reduce((sum, cell) => sum + cell + GAP, 0);
  return rows.map(({ cells, text }) => {
    const head = cells.map((cell, column) => padEnd(cell, widths[column] ?? 0) + " ".repeat(GAP)).join("");
    if (width - left < NARROWEST_TEXT) return [head.trimEnd(), ...paragraph(text, width, INDENT)];
    const [first = "", ...others] = paragraph(text, width, left);
    return [head + first.trimStart(), ...others];
  });
}
