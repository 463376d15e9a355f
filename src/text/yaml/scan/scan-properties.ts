/** Anchors, tags and directives: scannerc.go of go.yaml.in/yaml/v2 v2.4.4. */
import { isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, isNameCharacter, isUriCharacter } from "./characters.ts";
import type { Cursor } from "./cursor.ts";

/**
 * A tag as written: `!!str` has the handle `!!` and the suffix `str`. Without a handle, the suffix is the whole tag.
 */
export interface Tag {
  readonly handle: string;
  readonly suffix: string;
}

/** A line that begins with `%`. */
export type Directive =
  | { readonly name: "YAML"; readonly version: string }
  | { readonly name: "TAG"; readonly handle: string; readonly prefix: string };

const BEHIND_NAME = "?:,]}%@`";

/** Scans the name after `&` or `*`. */
export function scanAnchor(cursor: Cursor): string {
  const start = cursor.at;
  cursor.at++;
  const name = readName(cursor);
  if (name === "" || !(isBlankOrEnd(cursor.code) || BEHIND_NAME.includes(cursor.text.charAt(cursor.at)))) {
    cursor.fail("did not find expected alphabetic or numeric character", start);
  }
  return name;
}

function readName(cursor: Cursor): string {
  const start = cursor.at;
  while (isNameCharacter(cursor.code)) cursor.at++;
  return cursor.text.slice(start, cursor.at);
}

export function scanTag(cursor: Cursor): Tag {
  const start = cursor.at;
  const tag = cursor.text.startsWith("<", start + 1) ? readVerbatim(cursor) : readShorthand(cursor);
  if (!isBlankOrEnd(cursor.code)) cursor.fail("did not find expected whitespace or line break", start);
  return tag;
}

function readVerbatim(cursor: Cursor): Tag {
  cursor.at += 2;
  const suffix = readUri(cursor, "");
  if (cursor.text.charAt(cursor.at) !== ">") cursor.fail("did not find the expected '>'");
  cursor.at++;
  return { handle: "", suffix };
}

function readShorthand(cursor: Cursor): Tag {
  const handle = readHandle(cursor, false);
  if (handle.length > 1 && handle.endsWith("!")) return { handle, suffix: readUri(cursor, "") };
  const suffix = readUri(cursor, handle);
  return suffix === "" ? { handle: "", suffix: "!" } : { handle: "!", suffix };
}

function readHandle(cursor: Cursor, isDirective: boolean): string {
  if (cursor.text.charAt(cursor.at) !== "!") cursor.fail("did not find expected '!'");
  cursor.at++;
  const name = readName(cursor);
  if (cursor.text.charAt(cursor.at) === "!") {
    cursor.at++;
    return `!${name}!`;
  }
  if (isDirective && name !== "") cursor.fail("did not find expected '!'");
  return `!${name}`;
}

/** @param head text that was scanned as a handle and is not one */
function readUri(cursor: Cursor, head: string): string {
  const start = cursor.at;
  let uri = head.slice(1);
  while (isUriCharacter(cursor.code)) {
    const character = cursor.text.charAt(cursor.at);
    if (character === "%") {
      uri += readUriEscape(cursor);
    } else {
      uri += character;
      cursor.at++;
    }
  }
  if (head === "" && cursor.at === start) cursor.fail("did not find expected tag URI");
  return uri;
}

const ESCAPED_OCTET = /%([0-9a-fA-F]{2})/y;

/** One character of UTF-8, an escape sequence for each of its bytes. */
function readUriEscape(cursor: Cursor): string {
  const octets: number[] = [];
  let length = 1;
  do {
    ESCAPED_OCTET.lastIndex = cursor.at;
    const digits = ESCAPED_OCTET.exec(cursor.text)?.[1];
    if (digits === undefined) return cursor.fail("did not find URI escaped octet");
    const octet = Number.parseInt(digits, 16);
    if (octets.length === 0) {
      length = octet < 0x80 ? 1 : octet < 0xc0 ? 0 : octet < 0xe0 ? 2 : octet < 0xf0 ? 3 : octet < 0xf8 ? 4 : 0;
      if (length === 0) cursor.fail("found an incorrect leading UTF-8 octet");
    } else if (octet < 0x80 || octet > 0xbf) {
      cursor.fail("found an incorrect trailing UTF-8 octet");
    }
    octets.push(octet);
    cursor.at += 3;
  } while (octets.length < length);
  return Buffer.from(octets).toString("utf8");
}

export function scanDirective(cursor: Cursor): Directive {
  const start = cursor.at;
  cursor.at++;
  const name = readName(cursor);
  if (name === "") cursor.fail("could not find expected directive name", start);
  if (!isBlankOrEnd(cursor.code)) cursor.fail("found unexpected non-alphabetical character", start);
  if (name !== "YAML" && name !== "TAG") return cursor.fail("found unknown directive name", start);
  cursor.skipBlanks();
  const directive: Directive =
    name === "YAML" ? { name, version: readVersion(cursor) } : { name, ...readTagDirective(cursor) };
  cursor.skipBlanks();
  cursor.skipComment();
  if (!isBreakOrEnd(cursor.code)) cursor.fail("did not find expected comment or line break", start);
  if (isBreak(cursor.code)) cursor.readBreak();
  return directive;
}

const VERSION = /([0-9]{1,2})\.([0-9]{1,2})(?![0-9])/y;

function readVersion(cursor: Cursor): string {
  VERSION.lastIndex = cursor.at;
  const match = VERSION.exec(cursor.text);
  if (match === null) return cursor.fail("did not find expected version number");
  cursor.at = VERSION.lastIndex;
  return `${Number(match[1])}.${Number(match[2])}`;
}

function readTagDirective(cursor: Cursor): { handle: string; prefix: string } {
  const handle = readHandle(cursor, true);
  if (!isBlank(cursor.code)) cursor.fail("did not find expected whitespace");
  cursor.skipBlanks();
  const prefix = readUri(cursor, "");
  if (!isBlankOrEnd(cursor.code)) cursor.fail("did not find expected whitespace or line break");
  return { handle, prefix };
}
