import { isPartlyAccepted } from "./workload.ts";
import type { Summary, WorkloadReport } from "./report.ts";

/** Counts the workloads of a report and their violations. */
export function summarizeWorkloads(
  workloads: readonly WorkloadReport[],
): Pick<Summary, "workloads" | "pods" | "violations" | "accepted" | "partlyAccepted" | "failing"> {
  const counts = { workloads: workloads.length, pods: 0, violations: 0, accepted: 0, partlyAccepted: 0, failing: 0 };
  for (const { pods, violations } of workloads) {
    counts.pods += pods;
    counts.violations += violations.length;
    for (const violation of violations) {
      if (violation.accepted !== null) counts.accepted++;
      else if (isPartlyAccepted(violation)) counts.partlyAccepted++;
      if (violation.fails) counts.failing++;
    }
  }
  return counts;
}
