import { compareBytes } from "../api/words/byte-order.ts";
import { reasonText } from "../api/words/violation-words.ts";
import { CheckedWorkloads } from "./check-families.ts";
import { knownViolations, containsAll, type Covers } from "./accepted-violations.ts";
import { compareWorkloads, workloadKey } from "../report/workload.ts";
import type { EarlierNamespace } from "../report/document/read-document.ts";
import type { FailOn, NamespaceReport, Report, Result, WorkloadReport } from "../report/report.ts";
import { readinessOf } from "../report/readiness.ts";
import { summarizeWorkloads } from "../report/summary.ts";
import { distinctViolations, type WorkloadResults } from "../report/violations.ts";

/**
 * Merges a report with an earlier one. Workloads of places that were not read this time stay, unless the new report contains all their violations. So
 * do the violations of checks that did not run this time, because the levels were less strict.
 */
export function mergeReports(report: Report, earlier: Iterable<EarlierNamespace>, covers: Covers): Report {
  const workloads = report.namespaces.flatMap((namespace) => namespace.workloads);
  const today = knownViolations(workloads);
  const known = new Set(workloads.map(workloadKey));
  const merged = new Map<string, NamespaceReport>(report.namespaces.map((namespace) => [namespace.name, namespace]));
  const checked = new CheckedWorkloads(workloads, report.serverVersion);
  const stays = (workload: WorkloadResults): boolean => {
    if (covers({ namespace: workload.namespace, file: workload.source?.file ?? null })) return false;
    return !known.has(workloadKey(workload)) || !containsAll(today, workload);
  };
  for (const { namespace: old, workloads: all } of earlier) {
    const kept: WorkloadReport[] = [];
    for (const workload of all) {
      const part = stays(workload) ? workload : withoutChecked(workload, checked);
      if (part.results.length === 0 && part !== workload) continue;
      kept.push({ ...part, violations: distinctViolations(part.results, part.source, report.failOn) });
    }
    if (kept.length === 0) continue;
    const namespace = merged.get(old.name) ?? { ...old, workloads: [] };
    const together = joinSame(namespace.workloads, kept, report.failOn).toSorted(compareWorkloads);
    // The kept workloads were read in an earlier run, so what is known of the namespace is not complete.
    const readiness = readinessOf({ workloads: together, exempt: namespace.exempt, complete: false });
    merged.set(old.name, { ...namespace, ...readiness, workloads: together });
  }
  const namespaces = [...merged.values()].toSorted((a, b) => compareBytes(a.name, b.name));
  const counts = summarizeWorkloads(namespaces.flatMap((namespace) => namespace.workloads));
  return { ...report, namespaces, summary: { ...report.summary, ...counts, namespaces: namespaces.length } };
}

/** A workload of an earlier report with only the violations of checks that did not run on it this time. */
function withoutChecked(workload: WorkloadResults, checked: CheckedWorkloads): WorkloadResults {
  const key = workloadKey(workload);
  const results = workload.results.flatMap((result): Result[] => {
    const violations = result.violations.filter(({ check }) => !checked.hasRun(key, check));
    return violations.length === 0 ? [] : [{ ...result, violations, message: violations.map(reasonText).join(", ") }];
  });
  return { ...workload, results, otherResults: [] };
}

/** Adds the kept workloads. The results of one in the same place are added to it. */
function joinSame(
  workloads: readonly WorkloadReport[],
  kept: readonly WorkloadReport[],
  failOn: FailOn,
): readonly WorkloadReport[] {
  const joined = new Map(workloads.map((workload) => [placeKey(workload), workload]));
  const others: WorkloadReport[] = [];
  for (const workload of kept) {
    const key = placeKey(workload);
    const same = joined.get(key);
    if (same === undefined) others.push(workload);
    else {
      const results = [...same.results, ...workload.results];
      joined.set(key, { ...same, results, violations: distinctViolations(results, same.source, failOn) });
    }
  }
  return [...joined.values(), ...others];
}

/** Identifies a workload in a file, as the comparison with accepted violations does. */
function placeKey(workload: WorkloadReport): string {
  return JSON.stringify([workloadKey(workload), workload.source?.file.toWellFormed(), workload.name]);
}
