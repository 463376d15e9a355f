import { isUserError } from "../../../api/user-error.ts";
import type { FixedFile } from "../../../report/fix/fix-report.ts";
import { editFile } from "../../files/edit-file.ts";
import { say, type Io } from "../../terminal/io.ts";

/**
 * Writes the edits of files, and says on standard error which files could not be written.
 *
 * @returns the reasons of these files, by file
 */
export async function writeEdits(files: readonly FixedFile[], io: Io): Promise<ReadonlyMap<string, string>> {
  const failures = new Map<string, string>();
  for (const file of files) {
    if (file.edits.length === 0) continue;
    try {
      await editFile(file.file, file);
    } catch (error) {
      if (!isUserError(error)) throw error;
      failures.set(file.file, "it could not be written");
      say(io.stderr, `error: ${error.message}`, ...error.hintLines);
    }
  }
  return failures;
}
