import type { NamespaceReport, Report, WorkloadReport } from "../../../report/report.ts";
import { isWorse } from "../dry-run/outcome.ts";
import { LEVELS } from "../../../api/level.ts";

/** What a page says of a report as a whole; the summary of the report has the rest. */
export interface Totals {
  /** How many workloads violate anything. */
  readonly violating: number;
  /** How many workloads enforce refuses, or refuses the pods of. */
  readonly refused: number;
  /** How many workloads violate something that they did not before a change. */
  readonly worse: number;
  /** How many namespaces' changes the API server refuses. */
  readonly denied: number;
  /** How many namespaces hold each level, the strictest first, and how many are exempt. */
  readonly held: ReadonlyMap<string, number>;
  /** How many workloads violate each check, for those that any does. */
  readonly byCheck: ReadonlyMap<string, number>;
  /** Whether violations count in modes; they do not where `--level` asked. */
  readonly hasModes: boolean;
}

/** Counts a report in one pass. */
export function totalsOf({ namespaces }: Report): Totals {
  const held = new Map([...LEVELS.toReversed(), "exempt"].map((level) => [level, 0]));
  const byCheck = new Map<string, number>();
  const totals = { violating: 0, refused: 0, worse: 0, denied: 0, hasModes: false };
  for (const namespace of namespaces) {
    increase(held, namespace.exempt ? "exempt" : namespace.strictest);
    if (isDenied(namespace)) totals.denied++;
    for (const workload of namespace.workloads) {
      const { violations } = workload;
      for (const check of new Set(violations.map((violation) => violation.check))) increase(byCheck, check);
      if (violations.length > 0) totals.violating++;
      if (isRefused(workload)) totals.refused++;
      if (isWorse(workload)) totals.worse++;
      totals.hasModes ||= violations.some(({ modes }) => modes.length > 0);
    }
  }
  return { ...totals, held, byCheck };
}

function isDenied({ change }: NamespaceReport): boolean {
  return change !== null && change.denied !== null;
}

function isRefused({ results }: WorkloadReport): boolean {
  return results.some(({ allowed, modes }) => !allowed && modes.includes("enforce"));
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
