import { closeSync, openSync, readFileSync, statSync, type Stats } from "node:fs";
import { LARGE, decodeRead, decodeUtf8, type Decode, type TextOrFault } from "./decode-text.ts";
import { MAX_FILE_BYTES, describeFileError } from "../../api/files.ts";
import { readBounded } from "./read-bounded.ts";

/** Reads a whole file, or a pipe that the shell hands over; as UTF-8, unless it is told how to decode it. */
export function readTextFile(path: string, decode: Decode = decodeUtf8): TextOrFault {
  try {
    const stats = statSync(path);
    if (!stats.isFile() && !stats.isDirectory()) {
      return isInheritedPipe(path) ? readTextPipe(path, decode) : { fault: describeSpecial(stats), line: 1 };
    }
    if (stats.size > MAX_FILE_BYTES) return tooLarge();
    // To read a small file as text at once is the fastest.
    const decoded = stats.size > LARGE ? undefined : decodeRead(readFileSync(path, "utf8"));
    return decoded ?? decodeText(readFileSync(path), decode);
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

/** Reads a pipe to its end. A pipe may have no end, so that one that gives more than a file may have is a fault. */
export function readTextPipe(path: string, decode: Decode = decodeUtf8): TextOrFault {
  let pipe: number | undefined;
  try {
    pipe = openSync(path, "r");
    const bytes = readBounded(pipe, MAX_FILE_BYTES);
    return bytes === undefined ? tooLarge() : decode(bytes);
  } catch (error) {
    return { fault: describeFileError(error), line: 1 };
  } finally {
    if (pipe !== undefined) closeSync(pipe);
  }
}

/** The text of some bytes, unless they are more than what is read of a file. */
export function decodeText(bytes: Buffer, decode: Decode = decodeUtf8): TextOrFault {
  return bytes.length > MAX_FILE_BYTES ? tooLarge() : decode(bytes);
}

function tooLarge(): TextOrFault {
  return {
    fault: `too large: more than ${MAX_FILE_BYTES / 1024 / 1024} MiB; split it`,
    line: 1,
  };
}
