import {
  commandOpening,
  escapeCodePoint,
  isPrintableText,
  showUnprintable,
  unprintable,
  WEIGHTLESS,
} from "../../api/words/output-text.ts";
import { LONGEST_NAME, cutText } from "../../api/words/quoted.ts";

/** Without `#`, so that only a command at the beginning of a line can be in them. */
const PLAIN_LINES = /^[\n !"$-~]*$/;

/** A colon before a mark, which may be followed by another colon. U+0300 is the first mark of Unicode. */
const COLON_AND_MARK = /:[\u0300-\uffff]/;

const LINE_BREAKS = String.raw`[\n\v\f\r\u0085\u2028\u2029]`;
const COLOUR = String.raw`\u001b\[[\d;]*m`;
const BLANK = String.raw`[\p{Z}\p{C}${WEIGHTLESS}]`;
/**
 * The first of two colons that begin a line, which GitHub's runner takes for a command (`::set-output …`). The runner ignores white space,
 * colours and zero-width characters before them.
 */
const lineOpening = (): RegExp =>
  new RegExp(`(^|${LINE_BREAKS})((?:${COLOUR}|[${BLANK}--${LINE_BREAKS}])*):(?=${WEIGHTLESS}*:)`, "gv");

/**
 * Escapes text of a manifest for a terminal, on one line: an escape sequence becomes `\x1b[31m`, a reversal of direction `\u202e`, in the
 * notation of the API server's own quotations. Commands for CI runners are broken: `##vso[` becomes `\x23#vso[`. The text is for people: a
 * backslash stays as it is and long text is cut (api/words/quoted.ts), so it cannot be read back.
 */
export function escapeText(text: string): string {
  return escapeWhole(cutText(text));
}

/** Escapes the name of an object. The API server limits the length of names, but a dump may contain any name. */
export function escapeName(name: string): string {
  return escapeText(cutText(name, LONGEST_NAME));
}

/** Escapes text without cutting it: a cut command could not be run. */
export function escapeWhole(text: string): string {
  const shown = showUnprintable(text);
  return shown.includes("#") ? shown.replace(commandOpening(), escapeCodePoint) : shown;
}

/** Escapes text at the beginning of a line, where `::` would be a command. Widths must be measured after this. */
export function escapeStart(text: string): string {
  return breakCommands(escapeText(text));
}

/** Escapes the name of an object at the beginning of a line. */
export function escapeStartName(name: string): string {
  return escapeStart(cutText(name, LONGEST_NAME));
}

/**
 * Escapes unprintable characters of a document for its reader: JSON or YAML in which all characters that are not plain (`isPlain`) are
 * within double quotes, or XML.
 *
 * @param escape the notation for a character: one code point
 */
export function escapeDocument(text: string, escape: (character: string) => string): string {
  if (PLAIN_LINES.test(text)) return text.includes("::") ? breakCommands(text, escape) : text;
  const printable = text.replace(unprintable(), (character) => (character === "\n" ? character : escape(character)));
  return breakCommands(printable, escape);
}

/**
 * Breaks commands for CI runners in whole lines: one character of each is escaped. All other text, such as `::1` within a line, stays as it
 * is.
 *
 * @param escape the notation for that character
 */
export function breakCommands(lines: string, escape: (character: string) => string = escapeCodePoint): string {
  const broken = lines.includes("#") ? lines.replace(commandOpening(), escape) : lines;
  // Much cheaper than `lineOpening`, and true whenever that matches.
  if (!broken.includes("::") && !COLON_AND_MARK.test(broken)) return broken;
  return broken.replace(lineOpening(), (_, start: string, blank: string) => start + blank + escape(":"));
}

/** Escapes a character as JSON does: `\u202e`, and as two halves above U+FFFF. */
export function escapeUnits(character: string): string {
  let escaped = "";
  for (let index = 0; index < character.length; index++) {
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }
  return escaped;
}

/** Whether text is safe for a terminal and the log of a CI job, also at the beginning of a line. */
export function isPlain(text: string): boolean {
  return isPrintableText(text) && breakCommands(text) === text;
}
