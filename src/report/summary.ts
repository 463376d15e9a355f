import type { Summary, WorkloadReport } from "./report.ts";

/** Counts the workloads of a report and their violations. */
export function summarizeWorkloads(
  workloads: readonly WorkloadReport[],
): Pick<Summary, "workloads" | "pods" | "violations" | "accepted" | "failing"> {
  const counts = { workloads: workloads.length, pods: 0, violations: 0, accepted: 0, failing: 0 };
  for (const { pods, violations } of workloads) {
    counts.pods += pods;
    counts.violations += violations.length;
    for (const { accepted, fails } of violations) {
      if (accepted !== null) counts.accepted++;
      if (fails) counts.failing++;
    }
  }
  return counts;
}
