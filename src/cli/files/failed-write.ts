import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";

/** The advice after a failed write, which leaves an existing file unchanged. Other files of the run may be written. */
export function adviceAfter(error: unknown, file: string): string {
  return `${file} ${existsSync(file) ? "is unchanged" : "was not created"}.${directoryQuestion(error, file)}`;
}

/** The advice after a text could not be appended. The file may be new, and then it is empty. */
export function nothingAdded(error: unknown, file: string): string {
  return `Nothing was added to ${file}.${directoryQuestion(error, file)}`;
}

/** Asks about the directory if it may be the cause. */
function directoryQuestion(error: unknown, file: string): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const isCause =
    code === "ENOENT" || code === "ENOTDIR" || code === "EROFS" || (code === "EACCES" && !isWritable(dirname(file)));
  return isCause ? " Is its directory there, and writable?" : "";
}

function isWritable(directory: string): boolean {
  try {
    accessSync(`${directory}/`, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
