import { readFileSync } from "node:fs";
import { editedPieces, type Edited } from "../../app/fix/edited-bytes.ts";
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
    const made = editedPieces(readFileSync(pathOfTarget(file)), edited);
    if ("refusal" in made) throw new FileFault(made.refusal);
    yield* made.pieces;
  };
  await changeFile(file, { type: "replace", pieces: replacement() });
}
