/** Plain and quoted scalars: scannerc.go of go.yaml.in/yaml/v2 v2.4.4. */
import { END, SPACE, TAB, endsPlainInFlow, isBlank, isBlankOrEnd, isBreak } from "./characters.ts";
import type { Cursor } from "./cursor.ts";
import { keyText } from "./key-texts.ts";

const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMENT = 0x23;
const SINGLE_QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;
const LAST_ASCII = 0x7f;

/**
 * Skips line breaks and the white space around them.
 *
 * @param first the text that the first line break adds to the scalar; it is already skipped
 * @param indent tabs before this column are rejected
 * @returns the text of the scalar in their place
 */
function foldLines(cursor: Cursor, first: string, indent: number): string {
  let others = "";
  for (;;) {
    cursor.skipSpaces();
    const { code } = cursor;
    if (isBreak(code)) {
      others += cursor.readBreak();
    } else {
      if (code !== TAB) break;
      if (cursor.column < indent) cursor.fail("found a tab character that violates indentation");
      cursor.at++;
    }
  }
  return first === "\n" ? (others === "" ? " " : others) : first + others;
}

/**
 * Scans a plain scalar. Sets `cursor.endedLine` if the look-ahead for its end went beyond its line: a key may follow
 * there.
 *
 * @param indent the indentation of the surrounding block
 */
export function scanPlain(cursor: Cursor, isInFlow: boolean, indent: number): string {
  const { text } = cursor;
  let value = "";
  let segment = cursor.at;
  let end = segment;
  /** The text that replaces the line breaks since the last word. */
  let fold = "";
  while (!cursor.isDocumentMark()) {
    let at = cursor.at;
    const begin = at;
    let code = text.charCodeAt(at);
    if (code === COMMENT) break;
    // The first test saves a call for each character of ASCII.
    while ((code > SPACE && code <= LAST_ASCII) || !isBlankOrEnd(code)) {
      if (code === COLON ? isBlankOrEnd(text.charCodeAt(at + 1)) : isInFlow && endsPlainInFlow(code)) break;
      code = text.charCodeAt(++at);
    }
    if (at > begin) {
      if (fold !== "") {
        value += text.slice(segment, end) + fold;
        fold = "";
        segment = begin;
      }
      end = at;
      cursor.at = at;
    }
    if (isBlank(code)) {
      cursor.skipBlanks();
      code = cursor.code;
    } else if (!isBreak(code)) {
      break;
    }
    if (isBreak(code)) {
      fold = foldLines(cursor, cursor.readBreak(), indent + 1);
      if (!isInFlow && cursor.column <= indent) break;
    }
  }
  cursor.endedLine = fold !== "";
  if (value !== "") return value + text.slice(segment, end);
  return text.charCodeAt(end) === COLON ? keyText(text, segment, end) : text.slice(segment, end);
}

/** Scans a scalar in quotes, from the first quote on. */
export function scanQuoted(cursor: Cursor): string {
  const { text } = cursor;
  const quote = cursor.code;
  const start = cursor.at;
  let at = start + 1;
  // Most scalars end on their line and have no escape.
  for (let code = text.charCodeAt(at); code >= 0x20 && code < 0x7f && code !== quote && code !== BACKSLASH;) {
    code = text.charCodeAt(++at);
  }
  const isShort = text.charCodeAt(at) === quote && (quote === DOUBLE_QUOTE || text.charCodeAt(at + 1) !== quote);
  if (!isShort) return new QuotedScalar(cursor).scan();
  cursor.at = at + 1;
  return text.slice(start + 1, at);
}

class QuotedScalar {
  readonly #cursor: Cursor;
  readonly #quote: number;
  readonly #start: number;
  #value = "";

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
    this.#quote = cursor.code;
    this.#start = cursor.at;
  }

  scan(): string {
    const cursor = this.#cursor;
    cursor.at++;
    for (;;) {
      if (cursor.isDocumentMark())
        cursor.fail("found unexpected document indicator before the closing quote", this.#start);
      if (cursor.code === END) cursor.fail("found unexpected end of stream before the closing quote", this.#start);
      const isLineEscaped = this.#words();
      if (cursor.code === this.#quote) break;
      const blanks = cursor.at;
      if (!isLineEscaped) cursor.skipBlanks();
      if (isLineEscaped) this.#value += foldLines(cursor, "", 0);
      else if (isBreak(cursor.code)) this.#value += foldLines(cursor, cursor.readBreak(), 0);
      else this.#value += cursor.text.slice(blanks, cursor.at);
    }
    cursor.at++;
    return this.#value;
  }

  /**
   * Scans the text up to the next white space or the quote.
   *
   * @returns whether it ended with a backslash and a line break
   */
  #words(): boolean {
    const cursor = this.#cursor;
    const { text } = cursor;
    let begin = cursor.at;
    for (let code = cursor.code; !isBlankOrEnd(code); code = cursor.code) {
      if (code === this.#quote) {
        // Two single quotes mean one.
        if (code !== SINGLE_QUOTE || text.charCodeAt(cursor.at + 1) !== SINGLE_QUOTE) break;
        this.#value += text.slice(begin, cursor.at + 1);
        cursor.at += 2;
        begin = cursor.at;
      } else if (code === BACKSLASH && this.#quote === DOUBLE_QUOTE) {
        this.#value += text.slice(begin, cursor.at);
        if (isBreak(text.charCodeAt(cursor.at + 1))) {
          cursor.at++;
          cursor.readBreak();
          return true;
        }
        this.#value += readEscape(cursor);
        begin = cursor.at;
      } else {
        cursor.at++;
      }
    }
    this.#value += text.slice(begin, cursor.at);
    return false;
  }
}

const ESCAPES = new Map<string, string>([
  ["0", "\0"],
  ["a", "\u0007"],
  ["b", "\b"],
  ["t", "\t"],
  ["\t", "\t"],
  ["n", "\n"],
  ["v", "\v"],
  ["f", "\f"],
  ["r", "\r"],
  ["e", "\u001B"],
  [" ", " "],
  ['"', '"'],
  ["'", "'"],
  ["\\", "\\"],
  ["N", "\u0085"],
  ["_", "\u00A0"],
  ["L", "\u2028"],
  ["P", "\u2029"],
]);
const HEX_LENGTHS = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);
const HEX = /^[0-9a-fA-F]*$/;

function readEscape(cursor: Cursor): string {
  const { text, at } = cursor;
  const letter = text.charAt(at + 1);
  const character = ESCAPES.get(letter);
  if (character !== undefined) {
    cursor.at += 2;
    return character;
  }
  const length = HEX_LENGTHS.get(letter);
  if (length === undefined) {
    return cursor.fail(`found unknown escape character${letter === "/" ? ": \\/ is JSON's and not YAML's" : ""}`);
  }
  const digits = text.slice(at + 2, at + 2 + length);
  if (!HEX.test(digits)) return cursor.fail("did not find expected hexdecimal number");
  const codePoint = Number.parseInt(digits, 16);
  if ((codePoint >= 0xd800 && codePoint <= 0xdfff) || codePoint > 0x10ffff) {
    return cursor.fail("found invalid Unicode character escape code: half of a surrogate pair, or beyond U+10FFFF");
  }
  cursor.at += 2 + length;
  return String.fromCodePoint(codePoint);
}
