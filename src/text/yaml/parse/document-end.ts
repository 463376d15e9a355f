/** The part of a text after its first document: which of it go-yaml still reads. */
import { END, isBreak } from "../scan/characters.ts";
import type { Cursor } from "../scan/cursor.ts";

const DIRECTIVE = 0x25;
const MARK_LENGTH = 3;
/** The number of bytes that go-yaml reads and verifies at once: readerc.go of go.yaml.in/yaml/v2 v2.4.4. */
const CHUNK = 512;

/**
 * Returns the offset of the next text other than white space, comments, directives and document marks; undefined if
 * there is none.
 */
export function findRest(cursor: Cursor): number | undefined {
  for (;;) {
    cursor.skipBlanks();
    cursor.skipComment();
    if (cursor.code === DIRECTIVE && cursor.column === 0) cursor.skipLine();
    else if (cursor.isDocumentMark()) cursor.at += MARK_LENGTH;
    else if (isBreak(cursor.code)) cursor.readBreak();
    else return cursor.code === END ? undefined : cursor.at;
  }
}

/**
 * Whether go-yaml reads a character although its first document ends before it.
 *
 * @param scanned the last offset that the scanner of the document looked at
 */
export function isReadAhead(text: string, character: number, scanned: number): boolean {
  // kubectl's reader of lines gives it the text without these carriage returns.
  const bytesOf = (end: number): Buffer => Buffer.from(text.slice(0, end).replaceAll("\r\n", "\n"));
  const needed = bytesOf(scanned + 1).length;
  const bytes = bytesOf(character + 1);
  let decoded = 0;
  while (decoded < needed && decoded < bytes.length) {
    decoded += CHUNK;
    // A character that is cut off comes with the next bytes.
    while (decoded < bytes.length && ((bytes[decoded] ?? 0) & 0xc0) === 0x80) decoded--;
  }
  return decoded >= bytes.length;
}
