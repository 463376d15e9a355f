import { positionAt } from "../../text/lines.ts";
import { expectLargeInput } from "./heap-growth.ts";

/** The text of some bytes; or why they are not text, and in which line. */
export type TextOrFault = DecodedText | { readonly fault: string; readonly line: number };

/** A text that was decoded. */
export interface DecodedText {
  readonly text: string;
  /** The first invalid bytes, which a replacement character replaces; absent if all are valid. */
  readonly replaced?: { readonly found: string; readonly line: number };
}

/** Decodes bytes to text. Leaves out a byte order mark at the beginning. */
export type Decode = (bytes: Buffer) => TextOrFault;

/** The length of a large input. From it on, it pays to test whether the bytes of a file are ASCII, which needs no decoding. */
export const LARGE = 1024 * 1024;
const REPLACEMENT = "\uFFFD";
const BYTE_ORDER_MARK = "\uFEFF";
const UTF8_MARK = Buffer.from(BYTE_ORDER_MARK);

/** Decodes UTF-8, the only encoding of configuration files. Anything else is a fault. */
export function decodeUtf8(bytes: Buffer): TextOrFault {
  const text = bytes.length > LARGE ? decodeLarge(bytes) : bytes.toString("utf8");
  const invalid = text.includes(REPLACEMENT) ? findInvalidByte(bytes, text) : undefined;
  return invalid === undefined ? { text: withoutMark(text) } : invalidByte(bytes, invalid);
}

/**
 * Decodes a manifest as kubectl does (FileVisitor in pkg/resource/visitor.go of k8s.io/cli-runtime v0.37.2, over golang.org/x/text
 * 0.40.0): UTF-16 if it has the byte order mark, all else as UTF-8. A replacement character replaces invalid bytes. After a UTF-8 byte order
 * mark they are a fault, since kubectl passes them to its YAML parser.
 */
export function decodeManifest(bytes: Buffer): TextOrFault {
  const first = bytes[0] ?? -1;
  const second = bytes[1] ?? -1;
  if (first === 0xff && second === 0xfe) return decodeUtf16(bytes.subarray(2), false);
  if (first === 0xfe && second === 0xff) return decodeUtf16(bytes.subarray(2), true);
  if (first === 0 || second === 0) {
    return {
      fault: "not UTF-8: found a zero byte, as in UTF-16 without a byte order mark; save the file as UTF-8",
      line: 1,
    };
  }
  const decoded = decodeUtf8(bytes);
  if ("text" in decoded || UTF8_MARK.equals(bytes.subarray(0, 3))) return decoded;
  const text = bytes.toString("utf8");
  const invalid = findInvalidByte(bytes, text) ?? 0;
  return { text, replaced: { found: `the byte ${hexByte(bytes, invalid)}`, line: lineAt(bytes, invalid) } };
}

/** Decodes the result of `readFileSync(path, "utf8")`; undefined if only the bytes tell whether it is valid. */
export function decodeRead(text: string): TextOrFault | undefined {
  // A replacement character may be in the file itself, and zero bytes hint at UTF-16.
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

/** Finds the first invalid byte. The bytes may contain a replacement character themselves, so the text is encoded again and compared. */
function findInvalidByte(bytes: Buffer, text: string): number | undefined {
  const again = Buffer.from(text, "utf8");
  if (again.equals(bytes)) return undefined;
  const different = bytes.findIndex((byte, index) => byte !== again[index]);
  return different === -1 ? bytes.length - 1 : different;
}

function invalidByte(bytes: Buffer, index: number): TextOrFault {
  const found = hexByte(bytes, index);
  return { fault: `not valid UTF-8: found the byte ${found}; save the file as UTF-8`, line: lineAt(bytes, index) };
}

function hexByte(bytes: Buffer, index: number): string {
  return `0x${(bytes[index] ?? 0).toString(16).padStart(2, "0")}`;
}

/** The line of a byte. In UTF-8 the byte of a line feed is never a part of another character. */
function lineAt(bytes: Buffer, index: number): number {
  return positionAt(bytes.toString("latin1", 0, index), index).line;
}

/** A surrogate pair, or surrogates that one replacement character replaces: Go reads two low ones as one character. */
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

/** The replacement of the last byte if it is half a character. */
function rest(bytes: Buffer): string {
  return bytes.length % 2 === 0 ? "" : REPLACEMENT;
}
