import type { Report, Result, WorkloadReport } from "../../../report/report.ts";

/** Whether a result is about an object in the workload's file. The file of a controller's pods is unknown in a dump of several files. */
export function isInFileOf({ kind }: WorkloadReport, [first]: readonly Result[], { source }: Report): boolean {
  return first?.subject !== "pods" || kind === "Pod" || (source.type === "files" && source.files === 1);
}
