import type { Report, WorkloadReport } from "../../report/report.ts";
import { MODES, type Mode } from "../../api/mode.ts";
import { hasAcceptedPart, openViolations } from "../../report/violations.ts";

const MOST_FREQUENT = 3;

/** The number of violating workloads, and of their violations. */
interface Count {
  workloads: number;
  violations: number;
}

/** The workloads of a namespace or of a report, counted. */
export interface Overview {
  readonly workloads: number;
  readonly exempt: number;
  /** In any mode. */
  readonly all: Count;
  readonly byMode: Readonly<Record<Mode, Count>>;
  /** The number of violations of each check, the most frequent first. */
  readonly checks: readonly (readonly [check: string, violations: number])[];
}

/** Counts some workloads and their violations. */
export function overviewOf(workloads: Iterable<WorkloadReport>): Overview {
  let total = 0;
  let exempt = 0;
  const all = { workloads: 0, violations: 0 };
  const byMode = { enforce: { ...all }, audit: { ...all }, warn: { ...all } };
  const counts = { all, ...byMode };
  const checks = new Map<string, number>();
  for (const workload of workloads) {
    total++;
    if (workload.exempt !== null) exempt++;
    const violations = openViolations(workload);
    const found = { all: violations.length, enforce: 0, audit: 0, warn: 0 };
    for (const { check, modes } of violations) {
      checks.set(check, (checks.get(check) ?? 0) + 1);
      for (const mode of modes) found[mode]++;
    }
    for (const key of ["all", ...MODES] as const) {
      counts[key].violations += found[key];
      if (found[key] > 0) counts[key].workloads++;
    }
  }
  // The order of equally frequent checks stays that of their first violations.
  return { workloads: total, exempt, all, byMode, checks: [...checks].sort(([, a], [, b]) => b - a) };
}

/** Counts the workloads with violations that are accepted, also in part, which an overview does not count. */
export function countAccepted(workloads: readonly WorkloadReport[]): number {
  return workloads.filter(hasAcceptedPart).length;
}

/** The most frequent checks of a namespace, in a cell: `privileged 3, hostPorts 1`. */
export function frequentChecks({ checks }: Overview): string {
  return checks
    .slice(0, MOST_FREQUENT)
    .map(([check, violations]) => `${check} ${violations}`)
    .join(", ");
}

/** The workloads of all namespaces. */
export function workloadsOf({ namespaces }: Report): WorkloadReport[] {
  return namespaces.flatMap(({ workloads }) => workloads);
}

/** The levels of `--level` in a lint; empty if the policies of the namespaces apply. */
export function askedLevels({ byLevel, levels }: Report): readonly string[] {
  return byLevel ? levels : [];
}
