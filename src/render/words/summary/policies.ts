import type { Report } from "../../../report/report.ts";

/** The number of namespaces with workloads that cannot fail, because no label of theirs is known and no `--level` is given. */
export function unknownPolicies(report: Report): number {
  if (report.kind !== "AuditReport" || report.levels.length > 0) return 0;
  return report.namespaces.filter(({ policy, workloads }) => policy === null && workloads.length > 0).length;
}
