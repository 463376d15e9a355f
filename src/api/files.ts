import { withoutQuotations } from "./words/quoted.ts";

/** The most bytes of a file that are read or written: more than any manifest or dump of a cluster that fits into a process. V8's longest string is about 512 MiB. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EBUSY: "device or resource busy",
  EDQUOT: "disk quota exceeded",
  EFBIG: "file too large",
  EIO: "input/output error",
  EISDIR: "is a directory",
  ELOOP: "is a loop of symbolic links",
  EMFILE: "too many open files",
  ENAMETOOLONG: "file name too long",
  ENOENT: "no such file or directory",
  ENOSPC: "no space left on device",
  ENOTDIR: "no such file or directory",
  ENXIO: "no such device or address",
  EPERM: "operation not permitted",
  EROFS: "read-only file system",
};

/** Says why a file operation failed, in the words of a shell. */
export function describeFileError(error: unknown): string {
  if (!(error instanceof Error)) return "an unknown error";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return REASONS[code] ?? withoutQuotations(error.message);
}

/** A file that a run reads or writes besides its reports. */
export interface UsedFile {
  readonly file: string;
  /** Its role in the run: `the file of --accept`. */
  readonly role: string;
  /** Present for a directory: the run may read any file below it. */
  readonly isDirectory?: true;
  /** Whether the run never reads a file below the directory. Absent if it may read all of them. The path has no links. */
  readonly isUnread?: (path: string) => boolean;
  /** Present if a report of an earlier run may have this place, and is replaced: the run does not need it. */
  readonly exceptReports?: true;
}

/**
 * Verifies that no report of the run replaces one of these files. Called as soon as the run knows them, before it reads their contents.
 *
 * @throws UserError if a report would replace one
 */
export type RefuseReplacing = (files: readonly UsedFile[]) => void;
