import { count } from "../../api/words/plural.ts";
import { widthOf } from "../terminal/width.ts";

/** A piece of a line: escaped text and its colour. */
export interface Piece {
  readonly text: string;
  readonly colour?: (text: string) => string;
}

const GAP = 2;

/**
 * Lays pieces side by side, as many on a line as fit in `width` columns.
 *
 * @param indent the spaces before each line after the first
 */
export function flow(pieces: readonly Piece[], width: number, indent = 4): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const { text, colour } of pieces) {
    const painted = colour === undefined ? text : colour(text);
    const size = widthOf(text);
    if (used > 0 && used + GAP + size > width) {
      lines.push(line);
      line = " ".repeat(indent) + painted;
      used = indent + size;
    } else {
      line += used === 0 ? painted : " ".repeat(GAP) + painted;
      used += used === 0 ? size : GAP + size;
    }
  }
  return line === "" ? lines : [...lines, line];
}

/**
 * Wraps a text at `width` columns. A longer word has a line to itself.
 *
 * @param rest the beginning of each line after the first
 * @param first the beginning of the first line
 */
export function wrap(text: string, width: number, rest = "  ", first = ""): string[] {
  return wrapWords(text.split(" "), width, rest, first);
}

/** Wraps words as {@link wrap} does. A word with a space, such as a field and its value, is divided only where a line has no room for it. */
export function wrapWords(whole: readonly string[], width: number, rest = "  ", first = ""): string[] {
  if (width === Infinity) return [first + whole.join(" ")];
  const room = width - widthOf(rest);
  const words = whole.flatMap((word) => (word.includes(" ") && widthOf(word) > room ? word.split(" ") : word));
  const lines: string[] = [];
  let line = first;
  // Measuring the whole line for each word would take quadratic time.
  let used = widthOf(first);
  for (const [index, word] of words.entries()) {
    const size = widthOf(word);
    const gap = index === 0 || line === "" ? "" : " ";
    if (index > 0 && used + gap.length + size > width) {
      lines.push(line);
      line = rest + word;
      used = widthOf(rest) + size;
    } else {
      line += gap + word;
      used += gap.length + size;
    }
  }
  return [...lines, line];
}

/** Wraps a text at `width` columns, each line after `indent` spaces. */
export function paragraph(text: string, width: number, indent: number): string[] {
  return wrap(text, width, " ".repeat(indent), " ".repeat(indent));
}

const NAMED = 3;

/** `a, b, c and 9 more namespaces`. A fourth and last name is listed too. */
export function nameSome(names: readonly string[], noun = "namespace"): string {
  const shown = names.length === NAMED + 1 ? names : names.slice(0, NAMED);
  const others = names.length - shown.length;
  return `${shown.join(", ")}${others === 0 ? "" : ` and ${count(others, `more ${noun}`)}`}`;
}
