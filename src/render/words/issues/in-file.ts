import type { Report, Result, WorkloadReport } from "../../../report/report.ts";

/**
 * Whether the lines of a result are in the workload's file. The file of a controller's pods is unknown in a dump of several files. With `--map`, all lines
 * are those of the workload's manifest.
 */
export function isInFileOf({ kind }: WorkloadReport, [first]: readonly Result[], { source }: Report): boolean {
  if (source.type === "cluster") return true;
  return first?.subject !== "pods" || kind === "Pod" || source.files === 1;
}
