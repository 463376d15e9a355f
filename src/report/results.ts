import type { BlockedLevel, Report, Result, WorkloadReport } from "./report.ts";
import { distinctViolations } from "./violations.ts";

/** The results of a workload: those that a mode or `--level` asks for, and the others. */
export type Judged = Pick<WorkloadReport, "results" | "otherResults">;

/** The results that a mode or `--level` asks for. */
export function askedResults(results: readonly Result[]): readonly Result[] {
  return results.filter(isAsked);
}

/** The results that nothing asks for: those at baseline:latest and restricted:latest that each report has. */
export function unaskedResults(results: readonly Result[]): readonly Result[] {
  return results.filter((result) => !isAsked(result));
}

function isAsked({ modes, requested }: Result): boolean {
  return requested || modes.length > 0;
}

/** The results of a workload at a level, at `latest`: of its template, and of its pods. */
export function resultsAt({ results, otherResults }: Judged, level: BlockedLevel): readonly Result[] {
  return [...results, ...otherResults].filter((result) => result.level === level && result.version === "latest");
}

/** Whether the enforced policy rejects the next pod of a workload, or the cluster reports that it rejects its pods. */
export function isRejectedNow({ results, rejection }: Pick<WorkloadReport, "results" | "rejection">): boolean {
  if (rejection !== null) return true;
  return results.some(({ allowed, modes }) => !allowed && modes.includes("enforce"));
}

/**
 * Adds to the violations of each workload those at baseline:latest and restricted:latest that nothing asks for. They have no modes, and do not fail
 * the run.
 */
export function withUnasked(report: Report): Report {
  const { failOn } = report;
  const complete = (workload: WorkloadReport): WorkloadReport => {
    const { results, otherResults, source } = workload;
    if (otherResults.every(({ allowed }) => allowed)) return workload;
    const all = [...results, ...otherResults];
    return { ...workload, results: all, violations: distinctViolations(all, source, failOn) };
  };
  const namespaces = report.namespaces.map((namespace) => ({
    ...namespace,
    workloads: namespace.workloads.map(complete),
  }));
  return { ...report, namespaces };
}
