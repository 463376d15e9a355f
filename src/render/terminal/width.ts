import { eastAsianWidth } from "get-east-asian-width";

const ASCII = /^[ -~]*$/;
/** Marks that stand on the character before them, and the vowels and finals of Korean syllables written in their parts. */
const combining = (): RegExp => /^[\p{Mn}\p{Me}\u1160-\u11ff\ud7b0-\ud7ff]$/u;
/** What changes the character before it, and makes no sense without that. */
const dependent = (): RegExp => /^[\p{Mn}\p{Me}\p{Emoji_Modifier}\u1160-\u11ff\ud7b0-\ud7ff]$/u;
const tonedEmoji = (): RegExp => /^\p{Emoji_Modifier_Base}\p{Emoji_Modifier}$/u;

/** How many columns a terminal takes for text that escapeText has made fit for it. */
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

/** The beginning of the text, with `ellipsis` in place of what does not fit into `width` columns. */
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

/** The end of the text, with `ellipsis` in place of what does not fit into `width` columns: what tells paths apart is their end. */
export function cutStart(text: string, width: number, ellipsis: string): string {
  if (text.length * 2 <= width || widthOf(text) <= width) return text;
  const characters = [...text];
  const room = width - widthOf(ellipsis);
  if (room < 0) return "";
  let from = characters.length;
  let used = 0;
  while (from > 0) {
    const character = characters[from - 1] ?? "";
    const added = widthAfter(characters[from - 2] ?? "", character);
    if (used + added > room) break;
    used += added;
    from--;
  }
  // It would change the ellipsis.
  while (dependent().test(characters[from] ?? "")) from++;
  return ellipsis + characters.slice(from).join("");
}

/** The text, filled up with spaces to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

function widthAfter(previous: string, character: string): number {
  if (character >= " " && character <= "~") return 1;
  if (combining().test(character) || tonedEmoji().test(previous + character)) return 0;
  return eastAsianWidth(character.codePointAt(0) ?? 0);
}

/** The largest of any number of widths: Math.max takes only as many as the stack has room for. */
export function largest(widths: readonly number[]): number {
  return widths.reduce((most, width) => Math.max(most, width), 0);
}
