import { readFileSync } from "node:fs";
import { changeFile, pathOfTarget } from "./change-file.ts";
import { FileFault } from "./target.ts";

/** A text as it was read, and the new one. */
interface Edited {
  readonly before: string;
  readonly after: string;
}

const UTF8_MARK = "\uFEFF";

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

/**
 * The bytes of a text after its edits, with the byte order mark that it had.
 *
 * @returns a reason if the bytes are not those of the text that was read
 */
export function editedBytes(bytes: Buffer, { before, after }: Edited): Buffer | string {
  for (const mark of ["", UTF8_MARK]) {
    if (bytes.equals(Buffer.from(mark + before, "utf8"))) return Buffer.from(mark + after, "utf8");
  }
  const isUtf8 = Buffer.from(bytes.toString("utf8"), "utf8").equals(bytes);
  return isUtf8 ? "it changed since it was read; run this again" : "it is not UTF-8; save it as UTF-8";
}
