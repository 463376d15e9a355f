import { isRejectedNow } from "../../../../report/results.ts";
import type { NamespaceReport, Report } from "../../../../report/report.ts";
import { readyText } from "../../../words/namespace.ts";
import { isWorse } from "../../../words/dry-run/outcome.ts";
import { LEVELS } from "../../../../api/level.ts";

/** The totals of a page, beside those of the report's summary. */
export interface Totals {
  /** The number of workloads that violate anything. */
  readonly violating: number;
  /** The number of workloads that enforce refuses, or whose pods it refuses. */
  readonly refused: number;
  /** The number of workloads that newly violate something because of a change. */
  readonly worse: number;
  /** The number of namespaces whose changes the API server refuses. */
  readonly denied: number;
  /** The number of namespaces that are ready for each level, the strictest first, and of those that are ready for no known level (readyText). */
  readonly ready: ReadonlyMap<string, number>;
  /** The number of workloads that violate each check, without the checks that none violates. */
  readonly byCheck: ReadonlyMap<string, number>;
  /** Whether violations have modes; they have none with `--level`. */
  readonly hasModes: boolean;
}

/** Counts a report in one pass. */
export function totalsOf({ namespaces }: Report): Totals {
  const ready = new Map([...LEVELS.toReversed(), "exempt", "unknown", "-"].map((level) => [level, 0]));
  const byCheck = new Map<string, number>();
  const totals = { violating: 0, refused: 0, worse: 0, denied: 0, hasModes: false };
  for (const namespace of namespaces) {
    increase(ready, readyText(namespace));
    if (isDenied(namespace)) totals.denied++;
    for (const workload of namespace.workloads) {
      const { violations } = workload;
      for (const check of new Set(violations.map((violation) => violation.check))) increase(byCheck, check);
      if (violations.length > 0) totals.violating++;
      if (isRejectedNow(workload)) totals.refused++;
      if (isWorse(workload)) totals.worse++;
      totals.hasModes ||= violations.some(({ modes }) => modes.length > 0);
    }
  }
  return { ...totals, ready, byCheck };
}

function isDenied({ change }: NamespaceReport): boolean {
  return change !== null && change.denied !== null;
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
