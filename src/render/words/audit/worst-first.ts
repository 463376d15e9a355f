import { LEVELS } from "../../../api/level.ts";
import type { NamespaceReport } from "../../../report/report.ts";

/** The place of namespaces that are ready for no known level: after privileged, or at the end. */
const REASON_RANKS = { unknown: 0.5, empty: LEVELS.length, exempt: LEVELS.length + 1 } as const;

/**
 * Sorts namespaces, the worst first: those with workloads that are rejected now, then by the level that they are ready for, then by the number of workloads
 * that block baseline and restricted. Namespaces in which nothing runs or nothing is judged come last.
 */
export function worstFirst(namespaces: readonly NamespaceReport[]): readonly NamespaceReport[] {
  // The sort is stable, so the order by name stays.
  return namespaces.toSorted(
    (a, b) =>
      b.rejectedNow - a.rejectedNow ||
      rankOf(a) - rankOf(b) ||
      b.blocks.baseline.workloads - a.blocks.baseline.workloads ||
      b.blocks.restricted.workloads - a.blocks.restricted.workloads,
  );
}

function rankOf({ readyFor, readyForReason }: NamespaceReport): number {
  return readyFor === null ? REASON_RANKS[readyForReason ?? "unknown"] : LEVELS.indexOf(readyFor);
}
