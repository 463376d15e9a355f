import { isUserError } from "../../api/user-error.ts";
import { changeFile, whileLocked } from "../files/change-file.ts";

/** The longest summary of a step, in bytes, that the runner takes; a longer one is dropped as a whole (FileCommandManager.cs, actions/runner 2.336.0). */
const LIMIT = 1024 * 1024;
const REST = "The rest is left out: GitHub takes 1 MiB for the summary of a step.\n";

/**
 * Appends a report to the file that GITHUB_STEP_SUMMARY names, behind what the step has written there before. Sections for which there is
 * no room are left out, and a line says so.
 *
 * @param sections Markdown, each piece whole in itself
 * @returns why it could not be written; undefined where it was
 */
export async function appendStepSummary(path: string, sections: Iterable<string>): Promise<string | undefined> {
  let isFull = false;
  const text = (size: number): string => {
    const fitting = fit(sections, LIMIT - size, size > 0);
    isFull = fitting === "";
    return fitting;
  };
  try {
    await whileLocked(path, () => changeFile(path, { type: "append", text }));
  } catch (error) {
    if (!isUserError(error)) throw error;
    return error.message;
  }
  return isFull ? `${path}: no room is left of the 1 MiB that GitHub takes` : undefined;
}

/** As many whole sections as there is room for, in bytes; empty where there is none for even a line. */
function fit(sections: Iterable<string>, room: number, isAppended: boolean): string {
  // What others have left open in Markdown ends at an empty line.
  let text = isAppended ? "\n\n" : "";
  let left = room - Buffer.byteLength(text) - Buffer.byteLength(REST);
  if (left < 0) return "";
  for (const section of sections) {
    left -= Buffer.byteLength(section);
    if (left < 0) return text + REST;
    text += section;
  }
  return text;
}
