import { positionAt } from "../../text/lines.ts";
import { expectLargeInput } from "./heap-growth.ts";

/** The text of some bytes, or why they have none, and at which line. */
export type TextOrFault = DecodedText | { readonly fault: string; readonly line: number };

export interface DecodedText {
  readonly text: string;
  /** The first bytes that a replacement character replaces, if there are any. */
  readonly replaced?: { readonly found: string; readonly line: number };
}

/** Makes text of bytes, without the byte order mark at their beginning. */
export type Decode = (bytes: Buffer) => TextOrFault;

/** From here on it pays to find out whether a text is ASCII alone, which needs no decoding. */
export const LARGE = 1024 * 1024;
const REPLACEMENT = "\uFFFD";
const BYTE_ORDER_MARK = "\uFEFF";
const UTF8_MARK = Buffer.from(BYTE_ORDER_MARK);

/** Decodes UTF-8, as configuration files must be for the programs that read them, and gives a fault for anything else. */
export function decodeUtf8(bytes: Buffer): TextOrFault {
  const text = bytes.length > LARGE ? decodeLarge(bytes) : bytes.toString("utf8");
  const invalid = text.includes(REPLACEMENT) ? findInvalidByte(bytes, text) : undefined;
  return invalid === undefined ? { text: withoutMark(text) } : invalidByte(bytes, invalid);
}

/**
 * Decodes a manifest as kubectl does (FileVisitor in pkg/resource/visitor.go of k8s.io/cli-runtime v0.37.2, over golang.org/x/text
 * 0.40.0): UTF-16 by its byte order mark, all else as UTF-8. A replacement character replaces each invalid part; behind a byte
 * order mark of UTF-8 such a part is a fault, since kubectl's YAML parser gets it as it is.
 */
export function decodeManifest(bytes: Buffer): TextOrFault {
  const first = bytes[0] ?? -1;
  const second = bytes[1] ?? -1;
  if (first === 0xff && second === 0xfe) return decodeUtf16(bytes.subarray(2), false);
  if (first === 0xfe && second === 0xff) return decodeUtf16(bytes.subarray(2), true);
  if (first === 0 || second === 0) {
    return {
      fault: "no UTF-8: found a zero byte, as in UTF-16 without a byte order mark; save the file as UTF-8",
      line: 1,
    };
  }
  const decoded = decodeUtf8(bytes);
  if ("text" in decoded || UTF8_MARK.equals(bytes.subarray(0, 3))) return decoded;
  const text = bytes.toString("utf8");
  const invalid = findInvalidByte(bytes, text) ?? 0;
  return { text, replaced: { found: `the byte ${hexByte(bytes, invalid)}`, line: lineAt(bytes, invalid) } };
}

/** Decodes what `readFileSync(path, "utf8")` has read already, if it holds no replacement character. */
export function decodeRead(text: string): TextOrFault | undefined {
  // Only where a character may have been replaced do the bytes tell whether it was.
  const isSure = !text.includes(REPLACEMENT) && text.charCodeAt(0) !== 0 && text.charCodeAt(1) !== 0;
  return isSure ? { text: withoutMark(text) } : undefined;
}

function decodeLarge(bytes: Buffer): string {
  expectLargeInput();
  return bytes.toString(process.getBuiltinModule("node:buffer").isAscii(bytes) ? "latin1" : "utf8");
}

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

/** Decoding puts a replacement character where bytes are invalid, but the bytes may also hold one: only encoding again tells. */
function findInvalidByte(bytes: Buffer, text: string): number | undefined {
  const again = Buffer.from(text, "utf8");
  if (again.equals(bytes)) return undefined;
  const different = bytes.findIndex((byte, index) => byte !== again[index]);
  return different === -1 ? bytes.length - 1 : different;
}

function invalidByte(bytes: Buffer, index: number): TextOrFault {
  const found = hexByte(bytes, index);
  return { fault: `no valid UTF-8: found the byte ${found}; save the file as UTF-8`, line: lineAt(bytes, index) };
}

function hexByte(bytes: Buffer, index: number): string {
  return `0x${(bytes[index] ?? 0).toString(16).padStart(2, "0")}`;
}

/** In UTF-8 the byte of a line feed is no part of another character. */
function lineAt(bytes: Buffer, index: number): number {
  return positionAt(bytes.toString("latin1", 0, index), index).line;
}

/** A pair of surrogates, or what has a replacement character in its place: Go takes two low ones for one character. */
const SURROGATES = /[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uDC00-\uDFFF]{2}|[\uD800-\uDFFF]/g;

function decodeUtf16(bytes: Buffer, isBigEndian: boolean): TextOrFault {
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  const raw = (isBigEndian ? Buffer.from(even).swap16() : even).toString("utf16le");
  const lone = raw.isWellFormed() ? -1 : raw.toWellFormed().search(REPLACEMENT);
  const text = raw.replace(SURROGATES, (found) => (found.isWellFormed() ? found : REPLACEMENT));
  if (lone !== -1) {
    return {
      text: text + rest(bytes),
      replaced: { found: "half of a surrogate pair", line: positionAt(raw, lone).line },
    };
  }
  if (even.length === bytes.length) return { text };
  return {
    text: text + rest(bytes),
    replaced: { found: "half of a character at the end", line: positionAt(raw, raw.length).line },
  };
}

/** The replacement of a last byte that has no other half. */
function rest(bytes: Buffer): string {
  return bytes.length % 2 === 0 ? "" : REPLACEMENT;
}
