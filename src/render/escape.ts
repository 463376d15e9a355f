/**
 * Everything that a terminal must not get as it is: control characters, which can move the cursor or hide text; marks that reverse or
 * isolate the direction of text; whatever has no width or looks like a space; lone surrogates; what Unicode has not assigned. Almost no run
 * meets any, and to make the expression takes a twentieth of a short one.
 */
const unprintable = (): RegExp => /[[^\p{L}\p{M}\p{N}\p{P}\p{S} ]\p{Default_Ignorable_Code_Point}]/gv;
const PLAIN = /^[ -~]*$/;
const PLAIN_LINES = /^[\n -~]*$/;

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Text of a manifest as a terminal may show it, on one line: an escape sequence becomes `\x1b[31m`, a reversal of direction `\u202e`, in
 * the notation of the API server's own quotations. It is for people: a backslash stays as it is, so the text cannot be read back.
 */
export function escapeText(text: string): string {
  return PLAIN.test(text)
    ? text
    : text.replace(unprintable(), (character) => NAMED[character] ?? escapeCodePoint(character));
}

/**
 * JSON or YAML in which every unprintable character stands within double quotes, with those characters escaped for its reader.
 *
 * @param escape the notation for a character: one code point
 */
export function escapeDocument(text: string, escape: (character: string) => string): string {
  if (PLAIN_LINES.test(text)) return text;
  return text.replace(unprintable(), (character) => (character === "\n" ? character : escape(character)));
}

/** A character as JSON escapes it: `\u202e`, and in two halves above U+FFFF. */
export function escapeUnits(character: string): string {
  let escaped = "";
  for (let index = 0; index < character.length; index++) escaped += `\\u${hex(character.charCodeAt(index), 4)}`;
  return escaped;
}

/** A character as Go's `%q` and YAML escape it: `\x1b`, `\u202e`, `\U000e0001`. */
export function escapeCodePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

/** Whether a terminal may get a string as it is. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text) || text.search(unprintable()) === -1;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
