import type { AcceptedUpdate } from "../../app/accepted/accepted-request.ts";
import { renderJson } from "../../render/formats/json/json.ts";
import { count } from "../../api/words/plural.ts";
import { changeFile, refuseUnwritable, whileLocked } from "../files/change-file.ts";
import { say, type OutputStream } from "../terminal/io.ts";

/** A file of accepted violations that a run updates. */
export interface AcceptedFile {
  /** @throws UserError if the file cannot be written */
  refuseUnwritable(): void;
  /**
   * Replaces the file.
   *
   * @param merge reads the file and makes its new contents
   * @throws UserError where the file cannot be written
   */
  update(merge: () => AcceptedUpdate): Promise<void>;
}

/**
 * Names a file of accepted violations. Nothing is read or written yet.
 *
 * @param stderr gets a line about each change of the file
 */
export function createAcceptedFile(file: string, stderr: OutputStream): AcceptedFile {
  return {
    refuseUnwritable: () => refuseUnwritable(file),
    update: (merge) => update(file, merge, stderr),
  };
}

/**
 * Replaces the file, and says how many were added and removed. The file is locked meanwhile: another run may update it as well, and neither must
 * lose the additions of the other.
 */
async function update(file: string, merge: () => AcceptedUpdate, stderr: OutputStream): Promise<void> {
  const tell = (line: string): void => say(stderr, line);
  const write = async (): Promise<AcceptedUpdate> => {
    const merged = merge();
    await changeFile(file, { type: "replace", pieces: renderJson(merged.report) });
    return merged;
  };
  const { added, removed } = await whileLocked(file, write, { onWait: tell });
  tell(`${file}: ${count(added, "violation")} added, ${removed} removed`);
}
