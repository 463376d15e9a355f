import { randomUUID } from "node:crypto";
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UserError } from "../api/user-error.ts";
import { describeFileError } from "../sources/files/file-error.ts";

const CHUNK = 64 * 1024;
/** As many as Linux follows. */
const MAX_LINKS = 40;

/** A fault of the file, in words of ours. */
class FileFault extends Error {}

/**
 * Writes a file as a whole or not at all: beside it, and then in its place. A file that was there keeps its mode; a link keeps pointing to it,
 * and where it points to nothing, the file is made there.
 *
 * @param newMode the mode of a file that was not there; undefined for what the umask leaves
 * @throws UserError where it cannot be written, or is no file; and whatever the pieces throw
 */
export function replaceFile(file: string, pieces: Iterable<string>, newMode?: number): void {
  let beside: string | undefined;
  try {
    const target = targetOf(file);
    const mode = modeOf(target) ?? newMode;
    beside = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
    writePieces(beside, pieces);
    if (mode !== undefined) chmodSync(beside, mode);
    renameSync(beside, target);
  } catch (error) {
    if (beside !== undefined) rmSync(beside, { force: true });
    const reason = reasonOf(error);
    throw new UserError(`${file} could not be written: ${reason}`, "It is as it was before.");
  }
}

/**
 * Looks whether a file could be replaced, before much is done for it. What is found later is found by `replaceFile`.
 *
 * @throws UserError where it is no file, or nothing can be put into its directory
 */
export function refuseUnwritable(file: string): void {
  try {
    const target = targetOf(file);
    modeOf(target);
    // With the slash, a file in place of the directory is found out.
    accessSync(`${dirname(target)}/`, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${reasonOf(error)}`, "Nothing was read.");
  }
}

/** Where links lead, be there a file or not, as open(2) has it. */
function targetOf(file: string): string {
  let target = file;
  for (let links = 0; links <= MAX_LINKS; links++) {
    if (existsSync(target)) return realpathSync(target);
    if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return target;
    target = resolve(realpathSync(dirname(target)), readlinkSync(target));
  }
  throw new FileFault("it is a loop of symbolic links");
}

function modeOf(target: string): number | undefined {
  if (!existsSync(target)) return undefined;
  const stats = statSync(target);
  if (!stats.isFile()) throw new FileFault("it is no regular file");
  return stats.mode & 0o7777;
}

/** @throws the error itself where the file is not to blame: whoever made the pieces is */
function reasonOf(error: unknown): string {
  const isOfFile = error instanceof FileFault || (error instanceof Error && "syscall" in error);
  if (!isOfFile) throw error;
  return describeFileError(error);
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
