import { accessSync, constants, lstatSync, readlinkSync, realpathSync, statSync, type Stats } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { describeFileError } from "../../api/files.ts";

/** The most links in a path, as for Linux. */
const MAX_LINKS = 40;

/** A fault of the file itself, with a message of this program. */
export class FileFault extends Error {}

/** A file that may be written: its real path, and its current state. */
export interface Target {
  /** The path without links. */
  readonly path: string;
  /** Undefined if there is no file yet. */
  readonly stats: Stats | undefined;
}

/**
 * Finds the file that a path names. Links among the directories that lead to it are followed, as is a link that stays in the file's
 * directory or below it. A link that leads elsewhere is an error: in a shared directory or a checkout, another user may have created it.
 *
 * @throws FileFault, or the error of the file system, if the file must not or cannot be written
 */
export function findTarget(file: string): Target {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats !== undefined && !stats.isFile()) throw new FileFault("it is not a regular file");
  const directory = realpathSync(dirname(file));
  const path = followLinks(join(directory, basename(file)));
  if (!isWithin(directory, dirname(path))) {
    throw new FileFault(`it is a symbolic link that leads out of its directory, to ${path}; name that file itself`);
  }
  if (stats !== undefined) {
    // The file is replaced, not opened, so nothing else would refuse a read-only file.
    accessSync(path, constants.W_OK);
    refuseForeignOwner(stats);
  }
  return { path, stats };
}

/** The reason why a file cannot be written, in a few words. @throws the error itself if it is not about the file */
export function reasonOf(error: unknown): string {
  const isOfFile = error instanceof FileFault || (error instanceof Error && "syscall" in error);
  if (!isOfFile) throw error;
  return describeFileError(error);
}

function followLinks(file: string): string {
  let path = file;
  for (let links = 0; links <= MAX_LINKS; links++) {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return path;
    const next = resolve(dirname(path), readlinkSync(path));
    path = join(realpathSync(dirname(next)), basename(next));
  }
  throw new FileFault("it is a loop of symbolic links");
}

function isWithin(directory: string, other: string): boolean {
  const path = relative(directory, other);
  return path === "" || !(isAbsolute(path) || path === ".." || path.startsWith(`..${sep}`));
}

/** Refuses another user's file. Only root can change an owner, so the new file would belong to this user. */
function refuseForeignOwner({ uid }: Stats): void {
  const own = process.geteuid?.();
  if (own === undefined || own === 0 || own === uid) return;
  throw new FileFault(`it belongs to another user (uid ${uid}), and its owner would change; write it as that user`);
}
