import { isUserError } from "../../api/user-error.ts";
import { changeFile, whileLocked } from "../files/change-file.ts";

/** The longest summary of a step that the runner accepts, in bytes. It drops a longer one completely (FileCommandManager.cs, actions/runner 2.336.0). */
const LIMIT = 1024 * 1024;
const REST = "The rest is left out: GitHub accepts 1 MiB for the summary of a step.\n";

/**
 * Appends a report to the file that GITHUB_STEP_SUMMARY names. Sections beyond the limit are left out, and a line says so.
 *
 * @param sections complete sections of Markdown
 * @returns the reason why the report could not be written; undefined if it was written
 */
export async function appendStepSummary(path: string, sections: Iterable<string>): Promise<string | undefined> {
  let isFull = false;
  const text = (size: number): string => {
    const fitting = fittingSections(sections, LIMIT - size, size > 0);
    isFull = fitting === "";
    return fitting;
  };
  try {
    await whileLocked(path, () => changeFile(path, { type: "append", text }));
  } catch (error) {
    if (!isUserError(error)) throw error;
    return error.message;
  }
  return isFull ? `${path}: it has the 1 MiB that GitHub accepts already` : undefined;
}

/** As many complete sections as fit into `room` bytes; empty if not even a line fits. */
function fittingSections(sections: Iterable<string>, room: number, isAppended: boolean): string {
  // An empty line ends the paragraph or list that an earlier writer left open.
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
