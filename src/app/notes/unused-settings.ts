import { compileGlob } from "../../accepted/glob.ts";
import { coverageOfLint } from "../../accepted/coverage.ts";
import { compareNotes } from "../../report/notes/note-order.ts";
import type { Note, Report } from "../../report/report.ts";
import { namedInputs } from "../../sources/files/named-inputs.ts";
import type { LintSettings } from "../settings/lint-settings.ts";

/**
 * Adds a warning for each setting of the configuration that had no effect, if the run read everything that the configuration is about: its whole
 * directory, and nothing of it remained unread.
 *
 * @param paths the arguments
 */
export function noteUnusedSettings(
  report: Report,
  { report: { file }, unused }: LintSettings,
  paths: readonly string[],
): Report {
  if (file === null) return report;
  const wouldRead = coverageOfLint(report, namedInputs(paths)(file));
  if (!wouldRead({ namespace: compileGlob("*") })) return report;
  const notes = unused().map(({ line, message }): Note => {
    const source = { file, document: 0, line };
    return { severity: "warning", code: "unused-setting", message, source };
  });
  return notes.length === 0 ? report : { ...report, notes: [...report.notes, ...notes].toSorted(compareNotes) };
}
