import {
  commandOpening,
  escapeCodePoint,
  isPrintableText,
  showUnprintable,
  unprintable,
  WEIGHTLESS,
} from "../../api/output-text.ts";
import { LONGEST_NAME, cutText } from "../../api/quoted.ts";

/** Without `#`, so that no command but one that begins a line can be among them. */
const PLAIN_LINES = /^[\n !"$-~]*$/;

/** A colon with a mark behind it, which another colon may follow. U+0300 is the first mark of Unicode. */
const COLON_AND_MARK = /:[\u0300-\uffff]/;

const LINE_BREAKS = String.raw`[\n\v\f\r\u0085\u2028\u2029]`;
const COLOUR = String.raw`\u001b\[[\d;]*m`;
const BLANK = String.raw`[\p{Z}\p{C}${WEIGHTLESS}]`;
/**
 * The first colon of two that begin a line, where GitHub's runner takes them for a command (`::set-output …`). The runner passes over white
 * space, colours and characters without weight before them.
 */
const lineOpening = (): RegExp =>
  new RegExp(`(^|${LINE_BREAKS})((?:${COLOUR}|[${BLANK}--${LINE_BREAKS}])*):(?=${WEIGHTLESS}*:)`, "gv");

/**
 * Text of a manifest as a terminal may show it, on one line: an escape sequence becomes `\x1b[31m`, a reversal of direction `\u202e`, in
 * the notation of the API server's own quotations. Nor can it be a command of a CI runner: `##vso[` becomes `\x23#vso[`. It is for people: a
 * backslash stays as it is, and long text is cut (api/quoted.ts), so the text cannot be read back.
 */
export function escapeText(text: string): string {
  return escapeWhole(cutText(text));
}

/** The name of an object in the same way: no API server takes a longer one, and a dump may hold any. */
export function escapeName(name: string): string {
  return escapeText(cutText(name, LONGEST_NAME));
}

/** Text as escapeText shows it, but at its full length: for commands, which nobody could run otherwise. */
export function escapeWhole(text: string): string {
  const shown = showUnprintable(text);
  return shown.includes("#") ? shown.replace(commandOpening(), escapeCodePoint) : shown;
}

/** The same for text that begins a line: neither `::` there is a command. Whoever measures a line needs it as it goes out. */
export function escapeStart(text: string): string {
  return breakCommands(escapeText(text));
}

/** The name of an object that begins a line. */
export function escapeStartName(name: string): string {
  return escapeStart(cutText(name, LONGEST_NAME));
}

/**
 * JSON or YAML in which everything that is not plain (`isPlain`) is within double quotes, or XML: with those characters escaped for its
 * reader.
 *
 * @param escape the notation for a character: one code point
 */
export function escapeDocument(text: string, escape: (character: string) => string): string {
  if (PLAIN_LINES.test(text)) return text.includes("::") ? breakCommands(text, escape) : text;
  const printable = text.replace(unprintable(), (character) => (character === "\n" ? character : escape(character)));
  return breakCommands(printable, escape);
}

/**
 * Whole lines in which no CI runner finds a command. What it would take for one gets an escape in the place of one character; anything else
 * stays as it is: `::1` within a line, say.
 *
 * @param escape the notation for that character
 */
export function breakCommands(lines: string, escape: (character: string) => string = escapeCodePoint): string {
  const broken = lines.includes("#") ? lines.replace(commandOpening(), escape) : lines;
  // Far cheaper than `lineOpening`, and true wherever that finds anything.
  if (!broken.includes("::") && !COLON_AND_MARK.test(broken)) return broken;
  return broken.replace(lineOpening(), (_, start: string, blank: string) => start + blank + escape(":"));
}

/** A character as JSON escapes it: `\u202e`, and in two halves above U+FFFF. */
export function escapeUnits(character: string): string {
  let escaped = "";
  for (let index = 0; index < character.length; index++) {
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }
  return escaped;
}

/** Whether a terminal and the log of a CI job may get a string as it is, at the beginning of a line too. */
export function isPlain(text: string): boolean {
  return isPrintableText(text) && breakCommands(text) === text;
}
