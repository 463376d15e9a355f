import type { Report, Result, WorkloadReport } from "./report.ts";
import { distinctViolations } from "./violations.ts";

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
