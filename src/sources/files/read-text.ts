import { closeSync, openSync, readFileSync, readSync, statSync, type Stats } from "node:fs";
import { expectLargeInput } from "../young-generation.ts";
import { describeFileError } from "./file-error.ts";

/** A file's text, or why it has none, and at which line. */
export type TextOrFault = { readonly text: string } | { readonly fault: string; readonly line: number };

/** Larger than any manifest or dump of a cluster that fits into a process; V8's longest string is about 512 MiB. */
export const MAX_BYTES = 256 * 1024 * 1024;

const LARGE = 1024 * 1024;

/** Reads a whole file as UTF-8, or a pipe that the shell hands over. */
export function readTextFile(path: string): TextOrFault {
  try {
    const stats = statSync(path);
    if (!stats.isFile() && !stats.isDirectory()) {
      return isInheritedPipe(path) ? readTextPipe(path) : { fault: describeSpecial(stats), line: 1 };
    }
    if (stats.size > MAX_BYTES) return tooLarge();
    if (stats.size > LARGE) return decodeText(readFileSync(path));
    const text = readFileSync(path, "utf8");
    // Only where a character may have been replaced do the bytes tell whether it was.
    return text.includes(REPLACEMENT) ? decodeText(readFileSync(path)) : { text: withoutMark(text) };
  } catch (error) {
    return { fault: describeFileError(error), line: 1 };
  }
}

/** What a shell's `<(command)` hands over: a pipe with a writer at its other end, which a named pipe on disk need not have. */
export function isInheritedPipe(path: string): boolean {
  return /^\/(dev\/fd|proc\/self\/fd)\/\d+$/.test(path) || path === "/dev/stdin";
}

/** Why something that is neither a file nor a directory is not read: it may have no end, or never begin. */
export function describeSpecial(stats: Stats): string {
  const kind = stats.isFIFO() ? "a named pipe" : stats.isSocket() ? "a socket" : "a device";
  return `is ${kind}, not a file`;
}

/** Reads a pipe to its end, or until it is longer than what is read of a file: it may have no end. */
export function readTextPipe(path: string): TextOrFault {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    const pipe = openSync(path, "r");
    for (;;) {
      const chunk = Buffer.allocUnsafe(PIPE_CHUNK);
      const read = readSync(pipe, chunk);
      chunks.push(chunk.subarray(0, read));
      length += read;
      if (read === 0 || length > MAX_BYTES) break;
    }
    closeSync(pipe);
  } catch (error) {
    return { fault: describeFileError(error), line: 1 };
  }
  return decodeText(Buffer.concat(chunks));
}

const PIPE_CHUNK = 64 * 1024;

/** The text of some bytes, which must be UTF-8, as the API server's YAML and JSON must. A byte order mark is not part of it. */
export function decodeText(bytes: Buffer): TextOrFault {
  if (bytes.length > MAX_BYTES) return tooLarge();
  const text = bytes.length > LARGE ? decodeLarge(bytes) : bytes.toString("utf8");
  const invalid = text.includes(REPLACEMENT) ? findInvalidByte(bytes, text) : undefined;
  if (invalid !== undefined) {
    const byte = (bytes[invalid] ?? 0).toString(16).padStart(2, "0");
    const line = bytes.subarray(0, invalid).filter((each) => each === NEWLINE).length + 1;
    return { fault: `no valid UTF-8: found the byte 0x${byte}; save the file as UTF-8`, line };
  }
  return { text: withoutMark(text) };
}

/** Here it pays to find out whether the text is ASCII alone, which needs no decoding. */
function decodeLarge(bytes: Buffer): string {
  expectLargeInput();
  return bytes.toString(process.getBuiltinModule("node:buffer").isAscii(bytes) ? "latin1" : "utf8");
}

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

const REPLACEMENT = "\uFFFD";
const BYTE_ORDER_MARK = "\uFEFF";
const NEWLINE = 0x0a;

/** Decoding puts a replacement character where bytes are invalid, but the bytes may also hold one: only encoding again tells. */
function findInvalidByte(bytes: Buffer, text: string): number | undefined {
  const again = Buffer.from(text, "utf8");
  if (again.equals(bytes)) return undefined;
  const different = bytes.findIndex((byte, index) => byte !== again[index]);
  return different === -1 ? bytes.length - 1 : different;
}

function tooLarge(): TextOrFault {
  return {
    fault: `too large: more than ${MAX_BYTES / 1024 / 1024} MiB; split it`,
    line: 1,
  };
}
