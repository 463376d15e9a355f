import type { NamespaceReport, Report, WorkloadReport } from "../../../../report/report.ts";
import { isWorse, loosenedModes, modesOf, violatedModes } from "../../../words/dry-run/outcome.ts";
import { LEVELS } from "../../../../api/level.ts";

/** The totals of a page, beside those of the report's summary. */
export interface Totals {
  /** The number of workloads that violate anything. */
  readonly violating: number;
  /** The number of workloads that enforce refuses, or whose pods it refuses. */
  readonly refused: number;
  /** The number of workloads that newly violate something because of a change. */
  readonly worse: number;
  /** The number of workloads without new violations that violate the modes of a dry run already. */
  readonly already: number;
  /** The number of namespaces in which a change makes a level less strict. */
  readonly loosened: number;
  /** The number of namespaces whose changes the API server refuses. */
  readonly denied: number;
  /** The number of namespaces that meet each level, the strictest first, and the number of exempt ones. */
  readonly held: ReadonlyMap<string, number>;
  /** The number of workloads that violate each check, without the checks that none violates. */
  readonly byCheck: ReadonlyMap<string, number>;
  /** Whether violations have modes; they have none with `--level`. */
  readonly hasModes: boolean;
}

/** Counts a report in one pass. */
export function totalsOf({ namespaces, failOn }: Report): Totals {
  const held = new Map([...LEVELS.toReversed(), "exempt"].map((level) => [level, 0]));
  const byCheck = new Map<string, number>();
  const totals = { violating: 0, refused: 0, worse: 0, already: 0, loosened: 0, denied: 0, hasModes: false };
  for (const namespace of namespaces) {
    increase(held, namespace.exempt ? "exempt" : namespace.strictest);
    if (isDenied(namespace)) totals.denied++;
    if (loosenedModes(namespace).length > 0) totals.loosened++;
    const modes = modesOf(namespace, failOn);
    for (const workload of namespace.workloads) {
      const { violations } = workload;
      for (const check of new Set(violations.map((violation) => violation.check))) increase(byCheck, check);
      if (violations.length > 0) totals.violating++;
      if (isRefused(workload)) totals.refused++;
      if (isWorse(workload)) totals.worse++;
      else if (violatedModes(workload, modes).already.length > 0) totals.already++;
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
