import { compareNotes } from "../../report/notes/note-order.ts";
import type { Note, Report } from "../../report/report.ts";

/**
 * Adds an error to a report without any workload (`--fail-on-empty`), so that a wrong path or namespace does not look like one without violations.
 *
 * @returns undefined if the report has a workload, or the flag is absent
 */
export function refuseEmpty(report: Report, failOnEmpty: boolean | undefined): Report | undefined {
  if (failOnEmpty !== true || report.summary.workloads > 0) return undefined;
  const where = report.kind === "LintReport" ? "among the inputs" : "in the namespaces that were read";
  const message = `no workload was found ${where} (--fail-on-empty)`;
  const note: Note = { severity: "error", code: "no-workloads", message, source: null };
  return { ...report, notes: [...report.notes, note].toSorted(compareNotes) };
}
