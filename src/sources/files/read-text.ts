import { closeSync, openSync, readFileSync, statSync, type Stats } from "node:fs";
import { LARGE, decodeRead, decodeUtf8, type Decode, type TextOrFault } from "./decode-text.ts";
import { MAX_FILE_BYTES, describeFileError } from "../../api/files.ts";
import { readBounded } from "./read-bounded.ts";

/** Reads a whole file, or a pipe of the shell. Decodes UTF-8 by default. */
export function readTextFile(path: string, decode: Decode = decodeUtf8): TextOrFault {
  try {
    const stats = statSync(path);
    if (!stats.isFile() && !stats.isDirectory()) {
      return isInheritedPipe(path) ? readTextPipe(path, decode) : { fault: describeSpecial(stats), line: 1 };
    }
    if (stats.size > MAX_FILE_BYTES) return tooLarge();
    // For a small file, reading it as text is the fastest.
    const decoded = stats.size > LARGE ? undefined : decodeRead(readFileSync(path, "utf8"));
    return decoded ?? decodeText(readFileSync(path), decode);
  } catch (error) {
    return { fault: describeFileError(error), line: 1 };
  }
}

/** Whether a path is a pipe of the shell, as from `<(command)`. Such a pipe has a writer; a named pipe on disk may have none. */
export function isInheritedPipe(path: string): boolean {
  return /^\/(dev\/fd|proc\/self\/fd)\/\d+$/.test(path) || path === "/dev/stdin";
}

/** Describes why an entry is not read that is neither a file nor a directory: reading it may never begin or never end. */
export function describeSpecial(stats: Stats): string {
  const kind = stats.isFIFO() ? "a named pipe" : stats.isSocket() ? "a socket" : "a device";
  return `is ${kind}, not a file`;
}

/** Reads a pipe to its end. More bytes than the limit of a file are a fault, since a pipe may never end. */
export function readTextPipe(path: string, decode: Decode = decodeUtf8): TextOrFault {
  let pipe: number | undefined;
  try {
    pipe = openSync(path, "r");
    const bytes = readBounded(pipe, MAX_FILE_BYTES);
    return bytes === undefined ? tooLarge() : decodeText(bytes, decode);
  } catch (error) {
    return { fault: describeFileError(error), line: 1 };
  } finally {
    if (pipe !== undefined) closeSync(pipe);
  }
}

/** Decodes bytes. More of them than the limit of a file are a fault. Half of it is the limit if not all are ASCII: then a character takes two bytes of memory. */
export function decodeText(bytes: Buffer, decode: Decode = decodeUtf8): TextOrFault {
  if (bytes.length > MAX_FILE_BYTES) return tooLarge();
  const { isAscii } = process.getBuiltinModule("node:buffer");
  return bytes.length > MAX_FILE_BYTES / 2 && !isAscii(bytes)
    ? tooLarge(MAX_FILE_BYTES / 2, " with other characters than ASCII")
    : decode(bytes);
}

function tooLarge(limit = MAX_FILE_BYTES, withCharacters = ""): TextOrFault {
  return { fault: `too large: more than ${limit / 1024 / 1024} MiB${withCharacters}; split it`, line: 1 };
}
