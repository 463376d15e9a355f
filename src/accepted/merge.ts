import { compareBytes } from "../api/words/byte-order.ts";
import { knownViolations, containsAll, type Covers } from "./accepted-violations.ts";
import { compareWorkloads, workloadKey } from "../report/workload.ts";
import type { EarlierNamespace } from "../report/document/read-document.ts";
import type { NamespaceReport, Report, WorkloadReport } from "../report/report.ts";
import { readinessOf } from "../report/readiness.ts";
import { summarizeWorkloads } from "../report/summary.ts";
import { distinctViolations, type WorkloadResults } from "../report/violations.ts";

/**
 * Merges a report with an earlier one. Workloads of places that were not read this time stay, unless the new report contains all their violations.
 */
export function mergeReports(report: Report, earlier: Iterable<EarlierNamespace>, covers: Covers): Report {
  const workloads = report.namespaces.flatMap((namespace) => namespace.workloads);
  const today = knownViolations(workloads);
  const known = new Set(workloads.map(workloadKey));
  const merged = new Map<string, NamespaceReport>(report.namespaces.map((namespace) => [namespace.name, namespace]));
  const stays = (workload: WorkloadResults): boolean => {
    if (covers({ namespace: workload.namespace, file: workload.source?.file ?? null })) return false;
    return !known.has(workloadKey(workload)) || !containsAll(today, workload);
  };
  for (const { namespace: old, workloads: all } of earlier) {
    const kept: WorkloadReport[] = [];
    for (const workload of all) {
      if (!stays(workload)) continue;
      kept.push({ ...workload, violations: distinctViolations(workload.results, workload.source, report.failOn) });
    }
    if (kept.length === 0) continue;
    const namespace = merged.get(old.name) ?? { ...old, workloads: [] };
    const together = [...namespace.workloads, ...kept].toSorted(compareWorkloads);
    // The kept workloads were read in an earlier run, so what is known of the namespace is not complete.
    const readiness = readinessOf({ workloads: together, exempt: namespace.exempt, complete: false });
    merged.set(old.name, { ...namespace, ...readiness, workloads: together });
  }
  const namespaces = [...merged.values()].toSorted((a, b) => compareBytes(a.name, b.name));
  const counts = summarizeWorkloads(namespaces.flatMap((namespace) => namespace.workloads));
  return { ...report, namespaces, summary: { ...report.summary, ...counts, namespaces: namespaces.length } };
}
