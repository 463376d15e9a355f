import { compareBytes } from "../../api/words/byte-order.ts";
import { compareNotes } from "../notes/note-order.ts";
import { denies, keyFor, workloadCount, type FoundVerdict, type PolicyVerdict } from "./policy-verdict.ts";
import type { Note, Report } from "../report.ts";
import { compareWorkloads, isRejectedNow, type WorkloadReport } from "../workload.ts";

/**
 * Adds verdicts of policies to a report: those on its workloads. In a lint, a denial of what Pod Security Admission admits fails the run, as a violation of
 * enforce does.
 *
 * @param notes the notes about the policies
 */
export function withPolicies(report: Report, found: readonly FoundVerdict[], notes: readonly Note[]): Report {
  const isLint = report.kind === "LintReport";
  const keyOf = keyFor(report);
  const workloads = new Map(
    report.namespaces.flatMap((namespace) =>
      namespace.workloads.map((workload) => [keyOf(workload), workload] as const),
    ),
  );
  const isFailing = isLint && (report.failOn === "enforce" || report.failOn === "any");
  const policies = found
    .flatMap((verdict): PolicyVerdict[] => {
      const workload = workloads.get(keyOf(verdict));
      if (workload === undefined) return [];
      const rejectedByLabels = isRejectedByLabels(verdict, workload);
      return [{ ...verdict, rejectedByLabels, fails: isFailing && denies(verdict) && !rejectedByLabels }];
    })
    .toSorted(compareVerdicts);
  const failing = workloadCount(
    policies.filter(({ fails }) => fails),
    keyOf,
  );
  return {
    ...report,
    ...(policies.length > 0 && { policies }),
    notes: [...report.notes, ...notes].toSorted(compareNotes),
    summary: { ...report.summary, failing: report.summary.failing + failing },
  };
}

function isRejectedByLabels({ kind, subject }: FoundVerdict, workload: WorkloadReport): boolean {
  // Enforce never judges a controller itself.
  return (subject === "pods" || kind === "Pod") && isRejectedNow(workload);
}

/** By namespace, kind, name, place, policy and binding. */
function compareVerdicts(a: FoundVerdict, b: FoundVerdict): number {
  return (
    compareBytes(a.namespace, b.namespace) ||
    compareWorkloads(a, b) ||
    compareBytes(a.policy, b.policy) ||
    compareBytes(a.binding, b.binding)
  );
}
