import type { FixReport, FixedWorkload } from "../report/fix/fix-report.ts";
import { summarizeFix } from "./summary.ts";

/**
 * Takes back the edits of files that could not be written, so that the report counts what was done.
 *
 * @param failures the reasons by file
 */
export function withoutFiles(report: FixReport, failures: ReadonlyMap<string, string>): FixReport {
  if (failures.size === 0) return report;
  const files = report.files.map((file) => {
    const failure = failures.get(file.file);
    return failure === undefined ? file : { ...file, edits: [], failure };
  });
  const workloads = report.workloads.map((one) => (failures.has(one.source.file) ? leftAlone(one) : one));
  const { workloads: all, unreadable } = report.summary;
  return { ...report, files, workloads, summary: summarizeFix(workloads, all, unreadable) };
}

/** A workload of a file that is left alone as a whole: its edits could not be verified, or not be written. */
export function leftAlone(workload: FixedWorkload): FixedWorkload {
  if (workload.edits.length === 0 && workload.state !== "failed") return workload;
  const { violations } = workload;
  const nothing = { edits: [], changes: [], patch: null, operations: [] };
  return { ...workload, ...nothing, state: "failed", remaining: violations, kept: violations };
}
