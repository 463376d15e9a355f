import { randomUUID } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { MAX_FILE_BYTES } from "../../api/files.ts";
import { isUserError, UserError } from "../../api/user-error.ts";
import { handlePendingSignals, withCleanup } from "./cleanup.ts";
import { withLock, type WaitOptions } from "./lock.ts";
import { adviceAfter, nothingAdded } from "./failed-write.ts";
import { FileFault, findTarget, reasonOf, type Target } from "./target.ts";

const CHUNK = 64 * 1024;
/** The number of chunks that are written before pending signals are handled. */
const CHUNKS_BETWEEN_SIGNALS = 16;

/** A change of a file. */
export type Change =
  /**
   * Replaces the file as a whole, or not at all.
   *
   * @param newMode the mode of a new file; by default 0666 without the bits of the umask
   */
  | { readonly type: "replace"; readonly pieces: Iterable<string>; readonly newMode?: number }
  /** Appends a text, which may depend on the file's size in bytes; an empty text changes nothing. */
  | { readonly type: "append"; readonly text: (size: number) => string };

/**
 * Changes a file. Every file that a run writes is written here.
 *
 * A replaced file keeps its mode and its owner, and loses ACLs and its other names (hard links). The new contents are in a private file beside it until
 * they are complete; that file is removed even if a signal ends the process. No file becomes larger than the largest file that a run reads.
 *
 * @throws UserError if the file cannot be written; then it is unchanged. Also throws the errors of the code that makes the text
 */
export async function changeFile(file: string, change: Change): Promise<void> {
  try {
    const target = findTarget(file);
    if (change.type === "replace") await replace(target, change.pieces, change.newMode);
    else append(target.path, change.text);
  } catch (error) {
    const advice = change.type === "replace" ? adviceAfter(error, file) : nothingAdded(error, file);
    throw new UserError(`${file} could not be written: ${reasonOf(error)}`, advice);
  }
}

/**
 * Does some work while no other run changes the same file, so that the new contents never depend on contents that another run replaces meanwhile.
 *
 * @throws UserError if another run does not end, or the file cannot be written
 */
export async function whileLocked<T>(file: string, work: () => Promise<T>, waiting?: WaitOptions): Promise<T> {
  try {
    return await withLock(findTarget(file).path, work, waiting);
  } catch (error) {
    if (isUserError(error)) throw error;
    throw new UserError(`${file} could not be written: ${reasonOf(error)}`, adviceAfter(error, file));
  }
}

/**
 * Verifies that a file can probably be changed, before the run does expensive work. `changeFile` finds the other faults.
 *
 * @throws UserError if it is not a regular file, or its directory is not writable
 */
export function refuseUnwritable(file: string): void {
  try {
    const { path } = findTarget(file);
    // With the slash, a file instead of the directory is an error.
    accessSync(`${dirname(path)}/`, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${reasonOf(error)}`, "Nothing was read.");
  }
}

/**
 * The path of a file that can be changed, without links.
 *
 * @throws the error of the file system, which `refuseUnwritable` explains
 */
export function pathOfTarget(file: string): string {
  return findTarget(file).path;
}

async function replace({ path, stats }: Target, pieces: Iterable<string>, newMode?: number): Promise<void> {
  const directory = dirname(path);
  const temporary = join(directory, `.kubectl-pss-${randomUUID()}`);
  const remove = (): void => rmSync(temporary, { force: true });
  await withCleanup(remove, async () => {
    const descriptor = openSync(temporary, CREATE_FLAGS, 0o600);
    try {
      await writePieces(descriptor, pieces);
      if (stats !== undefined) keepOwner(descriptor, stats);
      fchmodSync(descriptor, stats === undefined ? (newMode ?? 0o666 & ~process.umask()) : stats.mode & 0o7777);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
    syncDirectory(directory);
  });
}

/** The flags to create a new file; existing files and links are errors. */
const CREATE_FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

function keepOwner(descriptor: number, { uid, gid }: NonNullable<Target["stats"]>): void {
  const now = fstatSync(descriptor);
  if (now.uid === uid && now.gid === gid) return;
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    throw new FileFault(`its owner (uid ${uid}, gid ${gid}) could not be kept; write it as that user`);
  }
}

async function writePieces(descriptor: number, pieces: Iterable<string>): Promise<void> {
  let bytes = 0;
  let chunks = 0;
  const write = (text: string): void => {
    bytes += Buffer.byteLength(text);
    if (bytes > MAX_FILE_BYTES) {
      throw new FileFault(`more than ${MAX_FILE_BYTES / 1024 / 1024} MiB, which is too large for a later run to read`);
    }
    writeFileSync(descriptor, text);
  };
  let buffered = "";
  for (const piece of pieces) {
    buffered += piece;
    if (buffered.length < CHUNK) continue;
    write(buffered);
    buffered = "";
    if (++chunks % CHUNKS_BETWEEN_SIGNALS === 0) await handlePendingSignals();
  }
  write(buffered);
}

function append(path: string, textFor: (size: number) => string): void {
  const flags =
    constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const descriptor = openSync(path, flags, 0o666);
  try {
    const { size, nlink } = fstatSync(descriptor);
    // Its other name may be in another user's directory.
    if (nlink > 1) throw new FileFault("it has another name (a hard link)");
    const text = textFor(size);
    const total = size + Buffer.byteLength(text);
    if (total > MAX_FILE_BYTES)
      throw new FileFault(`more than ${MAX_FILE_BYTES / 1024 / 1024} MiB, which is too large for a later run to read`);
    appendWhole(descriptor, text, size);
  } finally {
    closeSync(descriptor);
  }
}

function appendWhole(descriptor: number, text: string, size: number): void {
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } catch (error) {
    ftruncateSync(descriptor, size);
    throw error;
  }
}

/** Makes the new name durable after a power failure. Not every file system can do so; the file is complete anyway. */
function syncDirectory(directory: string): void {
  try {
    const descriptor = openSync(directory, constants.O_RDONLY);
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return;
  }
}
