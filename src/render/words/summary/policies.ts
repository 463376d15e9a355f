import type { Report } from "../../../report/report.ts";
import { levelOf } from "../../../report/violations.ts";

/** The levels that `--level` asks for, in the namespaces of a report. */
export function requestedLevels({ namespaces }: Report): readonly string[] {
  const results = namespaces.flatMap(({ workloads }) => workloads.flatMap((workload) => workload.results));
  return [...new Set(results.filter(({ requested }) => requested).map(levelOf))];
}

/** The number of namespaces with workloads that cannot fail, because no label of theirs is known and no `--level` is given. */
export function unknownPolicies(report: Report): number {
  if (report.kind !== "AuditReport" || requestedLevels(report).length > 0) return 0;
  return report.namespaces.filter(({ policy, workloads }) => policy === null && workloads.length > 0).length;
}
