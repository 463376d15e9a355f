import { randomUUID } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { UserError } from "../api/user-error.ts";
import { describeFileError } from "../sources/files/file-error.ts";

const CHUNK = 64 * 1024;

/**
 * Writes a file as a whole or not at all: beside it, and then in its place. A file that was there keeps its mode; a link keeps pointing to it.
 *
 * @param newMode the mode of a file that was not there; undefined for what the umask leaves
 * @throws UserError where it cannot be written, or is no file
 */
export function replaceFile(file: string, pieces: Iterable<string>, newMode?: number): void {
  let beside: string | undefined;
  try {
    const target = existsSync(file) ? realpathSync(file) : file;
    const mode = modeOf(target) ?? newMode;
    beside = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
    writePieces(beside, pieces);
    if (mode !== undefined) chmodSync(beside, mode);
    renameSync(beside, target);
  } catch (error) {
    if (beside !== undefined) rmSync(beside, { force: true });
    const reason = describeFileError(error);
    throw new UserError(`${file} could not be written: ${reason}`, "It is as it was before.");
  }
}

function modeOf(target: string): number | undefined {
  if (!existsSync(target)) return undefined;
  const stats = statSync(target);
  if (!stats.isFile()) throw new Error("it is no regular file");
  return stats.mode & 0o7777;
}

function writePieces(path: string, pieces: Iterable<string>): void {
  const descriptor = openSync(path, "wx");
  try {
    let buffered = "";
    for (const piece of pieces) {
      buffered += piece;
      if (buffered.length < CHUNK) continue;
      writeFileSync(descriptor, buffered);
      buffered = "";
    }
    writeFileSync(descriptor, buffered);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
