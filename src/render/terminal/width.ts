import { eastAsianWidth } from "get-east-asian-width";

const ASCII = /^[ -~]*$/;
/** Combining marks, and the vowels and finals of Korean syllables in separate parts. They take no column of their own. */
const combining = (): RegExp => /^[\p{Mn}\p{Me}\u1160-\u11ff\ud7b0-\ud7ff]$/u;
const tonedEmoji = (): RegExp => /^\p{Emoji_Modifier_Base}\p{Emoji_Modifier}$/u;

/** The columns that a terminal needs for text from escapeText. */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  let previous = "";
  for (const character of text) {
    width += widthAfter(previous, character);
    previous = character;
  }
  return width;
}

/** Cuts the end of a text that is wider than `width` columns, and marks the cut with `ellipsis`. */
export function cutEnd(text: string, width: number, ellipsis: string): string {
  if (text.length * 2 <= width || widthOf(text) <= width) return text;
  const room = width - widthOf(ellipsis);
  if (room < 0) return "";
  let kept = 0;
  let used = 0;
  let previous = "";
  for (const character of text) {
    used += widthAfter(previous, character);
    if (used > room) break;
    kept += character.length;
    previous = character;
  }
  return text.slice(0, kept) + ellipsis;
}

/** Cuts the middle of a text that is too wide, since names often differ in their last part only. Of other characters than ASCII, the end is cut. */
export function cutMiddle(text: string, width: number, ellipsis: string): string {
  const room = width - widthOf(ellipsis);
  if (!ASCII.test(text) || text.length <= width || room < 2) return cutEnd(text, width, ellipsis);
  const start = Math.ceil(room / 2);
  return text.slice(0, start) + ellipsis + text.slice(text.length - (room - start));
}

/** The spaces that pad a text to `width` columns, and the space after the column. */
export function padding(text: string, width: number, gap: number): string {
  return " ".repeat(Math.max(0, width - widthOf(text)) + gap);
}

function widthAfter(previous: string, character: string): number {
  if (character >= " " && character <= "~") return 1;
  if (combining().test(character) || tonedEmoji().test(previous + character)) return 0;
  return eastAsianWidth(character.codePointAt(0) ?? 0);
}

/** The largest of any number of widths. Math.max would overflow the stack with very many arguments. */
export function largest(widths: readonly number[]): number {
  return widths.reduce((most, width) => Math.max(most, width), 0);
}
