/** Literal and folded scalars: scannerc.go of go.yaml.in/yaml/v2 v2.4.4. */
import { END, TAB, isBlank, isBreak, isBreakOrEnd } from "./characters.ts";
import type { Cursor } from "./cursor.ts";

const LITERAL = 0x7c;
const ZERO = 0x30;
const NINE = 0x39;

/** The treatment of the line breaks at the end. */
type Chomping = "+" | "-" | "";

/**
 * Scans a literal or folded scalar, from its `|` or `>` on.
 *
 * @param parentIndent the indentation of the surrounding block; -1 at the root
 */
export function scanBlock(cursor: Cursor, parentIndent: number): string {
  const { text } = cursor;
  const isLiteral = cursor.code === LITERAL;
  cursor.at++;
  const { chomping, increment } = readHeader(cursor);
  cursor.skipBlanks();
  cursor.skipComment();
  if (!isBreakOrEnd(cursor.code)) cursor.fail("did not find expected comment or line break");
  if (isBreak(cursor.code)) cursor.readBreak();

  let indent = increment > 0 ? Math.max(0, parentIndent) + increment : 0;
  let breaks = "";
  ({ indent, breaks } = skipIndentation(cursor, indent, parentIndent));
  let value = "";
  let lineBreak = "";
  let wasBlank = false;
  while (cursor.column === indent && cursor.code !== END) {
    const startsBlank = isBlank(cursor.code);
    const isFolded = !isLiteral && !wasBlank && !startsBlank && lineBreak === "\n";
    value += (isFolded ? (breaks === "" ? " " : "") : lineBreak) + breaks;
    wasBlank = startsBlank;
    const start = cursor.at;
    for (let code = cursor.code; !isBreakOrEnd(code);) code = text.charCodeAt(++cursor.at);
    value += text.slice(start, cursor.at);
    lineBreak = isBreak(cursor.code) ? cursor.readBreak() : "";
    ({ breaks } = skipIndentation(cursor, indent, parentIndent));
  }
  if (chomping !== "-") value += lineBreak;
  if (chomping === "+") value += breaks;
  return value;
}

/** Scans the two indicators after `|` or `>`, in either order. */
function readHeader(cursor: Cursor): { chomping: Chomping; increment: number } {
  let chomping = readChomping(cursor);
  const increment = readIncrement(cursor);
  if (chomping === "" && increment > 0) chomping = readChomping(cursor);
  return { chomping, increment };
}

function readChomping(cursor: Cursor): Chomping {
  const character = cursor.text.charAt(cursor.at);
  if (character !== "+" && character !== "-") return "";
  cursor.at++;
  return character;
}

function readIncrement(cursor: Cursor): number {
  const code = cursor.code;
  if (code < ZERO || code > NINE) return 0;
  if (code === ZERO) cursor.fail("found an indentation indicator equal to 0");
  cursor.at++;
  return code - ZERO;
}

/**
 * Skips empty lines, and the indentation of the next line that is not empty.
 *
 * @param indent the indentation of the scalar; 0 if its first line decides it
 */
function skipIndentation(
  cursor: Cursor,
  indent: number,
  parentIndent: number,
): { readonly indent: number; readonly breaks: string } {
  let deepest = 0;
  let breaks = "";
  for (;;) {
    if (indent === 0) cursor.skipSpaces();
    else cursor.skipSpacesTo(indent);
    const code = cursor.code;
    deepest = Math.max(deepest, cursor.column);
    if (code === TAB && (indent === 0 || cursor.column < indent)) {
      cursor.fail("found a tab character where an indentation space is expected");
    }
    if (!isBreak(code)) break;
    breaks += cursor.readBreak();
  }
  return { indent: indent === 0 ? Math.max(deepest, parentIndent + 1, 1) : indent, breaks };
}
