import type { AcceptedUpdate } from "../../app/accepted-request.ts";
import { renderJson } from "../../render/formats/json/json.ts";
import { count } from "../../render/words/lines.ts";
import { changeFile, whileLocked } from "../files/change-file.ts";
import { say, type OutputStream } from "../terminal/io.ts";

/**
 * Replaces a file of accepted violations, and prints how many were added and removed. It locks the file meanwhile, so that two runs that update it do
 * not lose each other's additions.
 *
 * @param merge reads the file and returns its new contents
 * @throws UserError if the file cannot be written
 */
export async function updateAcceptedFile(
  file: string,
  merge: () => AcceptedUpdate,
  stderr: OutputStream,
): Promise<void> {
  const tell = (line: string): void => say(stderr, line);
  const write = async (): Promise<AcceptedUpdate> => {
    const update = merge();
    await changeFile(file, { type: "replace", pieces: renderJson(update.report) });
    return update;
  };
  const { added, removed } = await whileLocked(file, write, { onWait: tell });
  tell(`${file}: ${count(added, "field")} at fault added, ${removed} removed`);
}
