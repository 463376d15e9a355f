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
import { letSignalsIn, withCleanup } from "./cleanup.ts";
import { withLock, type Waiting } from "./lock.ts";
import { FileFault, findTarget, reasonOf, type Target } from "./target.ts";

const CHUNK = 64 * 1024;
/** So often signals are let in while a file is written. */
const CHUNKS_IN_A_ROW = 16;

/** A change of a file. */
export type Change =
  /**
   * It is replaced as a whole, or not at all.
   *
   * @param newMode the mode of a file that was not there; undefined for what the umask leaves
   */
  | { readonly type: "replace"; readonly pieces: Iterable<string>; readonly newMode?: number }
  /** Some text is added at its end. The text may depend on how many bytes are there; an empty one changes nothing. */
  | { readonly type: "append"; readonly text: (size: number) => string };

/**
 * Changes a file: every file that a run writes is written here.
 *
 * A file that is replaced keeps its mode and its owner; ACLs and other names of the same file (hard links) it loses. Until it is whole, what is
 * written is in a private file beside it, which goes with the process even where a signal ends it. No file becomes larger than what is read
 * of one.
 *
 * @throws UserError where it cannot be written, and is as it was before; and whatever makes the text throws
 */
export async function changeFile(file: string, change: Change): Promise<void> {
  try {
    const target = findTarget(file);
    if (change.type === "replace") await replace(target, change.pieces, change.newMode);
    else append(target.path, change.text);
  } catch (error) {
    throw new UserError(`${file} could not be written: ${reasonOf(error)}`, "It is as it was before.");
  }
}

/**
 * Does some work while no other run changes the same file: what is written must not depend on what another run replaces meanwhile.
 *
 * @throws UserError where another run does not come to an end, or the file cannot be written
 */
export async function whileLocked<T>(file: string, work: () => Promise<T>, waiting?: Waiting): Promise<T> {
  try {
    return await withLock(findTarget(file).path, work, waiting);
  } catch (error) {
    if (isUserError(error)) throw error;
    throw new UserError(`${file} could not be written: ${reasonOf(error)}`, "It is as it was before.");
  }
}

/**
 * Looks whether a file could be changed, before much is done for it. What is found later is found by `changeFile`.
 *
 * @throws UserError where it is no file, or nothing can be put into its directory
 */
export function refuseUnwritable(file: string): void {
  try {
    const { path } = findTarget(file);
    // With the slash, a file in place of the directory is found out.
    accessSync(`${dirname(path)}/`, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${reasonOf(error)}`, "Nothing was read.");
  }
}

async function replace({ path, stats }: Target, pieces: Iterable<string>, newMode?: number): Promise<void> {
  const directory = dirname(path);
  const temporary = join(directory, `.kubectl-pss-${randomUUID()}`);
  const remove = (): void => rmSync(temporary, { force: true });
  await withCleanup(remove, async () => {
    const descriptor = openSync(temporary, PRIVATE, 0o600);
    try {
      await writePieces(descriptor, pieces);
      if (stats !== undefined) giveTo(descriptor, stats);
      fchmodSync(descriptor, stats === undefined ? (newMode ?? 0o666 & ~process.umask()) : stats.mode & 0o7777);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
    syncDirectory(directory);
  });
}

/** A new file, and nothing that a link leads to. */
const PRIVATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

function giveTo(descriptor: number, { uid, gid }: NonNullable<Target["stats"]>): void {
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
      throw new FileFault(`more than ${MAX_FILE_BYTES / 1024 / 1024} MiB, which no later run would read`);
    }
    writeFileSync(descriptor, text);
  };
  let buffered = "";
  for (const piece of pieces) {
    buffered += piece;
    if (buffered.length < CHUNK) continue;
    write(buffered);
    buffered = "";
    if (++chunks % CHUNKS_IN_A_ROW === 0) await letSignalsIn();
  }
  write(buffered);
}

function append(path: string, textFor: (size: number) => string): void {
  const flags =
    constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const descriptor = openSync(path, flags, 0o666);
  try {
    const { size, nlink } = fstatSync(descriptor);
    // Its other name may be a file of anybody's.
    if (nlink > 1) throw new FileFault("it has another name (a hard link)");
    const text = textFor(size);
    const total = size + Buffer.byteLength(text);
    if (total > MAX_FILE_BYTES)
      throw new FileFault(`more than ${MAX_FILE_BYTES / 1024 / 1024} MiB, which no later run would read`);
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

/** So that the new name outlives a power failure. Not every file system can do so, and the file is whole without. */
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
