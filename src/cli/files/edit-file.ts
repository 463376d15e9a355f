import { readFileSync } from "node:fs";
import { editedBytes, type Edited } from "../../app/fix/edited-bytes.ts";
import { changeFile, pathOfTarget } from "./change-file.ts";
import { FileFault } from "./target.ts";

/**
 * Replaces the text of a file, if the file still has the text that was read.
 *
 * @throws UserError if it has another text, or cannot be written; then it is unchanged
 */
export async function editFile(file: string, edited: Edited): Promise<void> {
  const replacement = function* (): Generator<string, undefined> {
    // This runs just before the file is replaced.
    const bytes = editedBytes(readFileSync(pathOfTarget(file)), edited);
    if (typeof bytes === "string") throw new FileFault(bytes);
    yield bytes.toString("utf8");
  };
  await changeFile(file, { type: "replace", pieces: replacement() });
}
