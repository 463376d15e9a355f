import { widthOf } from "../terminal/width.ts";

export { count } from "../../api/plural.ts";

/** A piece of a line: text that is fit for a terminal, and how it is coloured. */
export interface Piece {
  readonly text: string;
  readonly colour?: (text: string) => string;
}

const GAP = 2;

/** Pieces side by side, as many on a line as `width` columns hold; the lines after the first are indented by four. */
export function flow(pieces: readonly Piece[], width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const { text, colour } of pieces) {
    const painted = colour === undefined ? text : colour(text);
    const size = widthOf(text);
    if (used > 0 && used + GAP + size > width) {
      lines.push(line);
      line = `    ${painted}`;
      used = 4 + size;
    } else {
      line += used === 0 ? painted : " ".repeat(GAP) + painted;
      used += used === 0 ? size : GAP + size;
    }
  }
  return line === "" ? lines : [...lines, line];
}

/** Words of a sentence, as many on a line as `width` columns hold; the lines after the first are indented by two. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer) > width) {
      lines.push(line);
      line = `  ${word}`;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

const NAMED = 3;

/** `a, b, c and 9 more`; what would be one more is named as well. */
export function nameSome(names: readonly string[]): string {
  const shown = names.length === NAMED + 1 ? names : names.slice(0, NAMED);
  const others = names.length - shown.length;
  return `${shown.join(", ")}${others === 0 ? "" : ` and ${others} more`}`;
}
