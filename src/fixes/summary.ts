import type { FixSummary, FixedWorkload } from "../report/fix/fix-report.ts";

/**
 * Counts what the edits fix.
 *
 * @param all the number of all workloads
 */
export function summarizeFix(workloads: readonly FixedWorkload[], all: number, unreadable: number): FixSummary {
  const countOf = (state: FixedWorkload["state"]): number => workloads.filter((one) => one.state === state).length;
  const sum = (valueOf: (one: FixedWorkload) => number): number =>
    workloads.reduce((total, one) => total + valueOf(one), 0);
  return {
    workloads: all,
    violating: workloads.length - countOf("accepted"),
    fixed: countOf("fixed"),
    improved: countOf("improved"),
    violations: sum(({ violations }) => violations.length),
    remaining: sum(({ remaining }) => remaining.length),
    edits: sum(({ edits }) => edits.length),
    accepted: sum(({ left }) => left.filter(({ reason }) => reason === "accepted").length),
    unreadable,
  };
}
