import type { WorkloadNow } from "./history-report.ts";

/** The kinds whose objects end by themselves, and come again. */
const SHORT_LIVED: ReadonlySet<string> = new Set(["Job", "Pod"]);

/** Whether a workload violates nothing any more. A Job or a pod that is gone may come again. */
export function isSettled(kind: string, now: WorkloadNow | null): boolean {
  return now === "fixed" || (now === "gone" && !SHORT_LIVED.has(kind));
}
