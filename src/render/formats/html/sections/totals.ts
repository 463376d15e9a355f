import { isRejectedNow } from "../../../../report/workload.ts";
import type { BlockedLevel, NamespaceReport, Report } from "../../../../report/report.ts";
import { readyText } from "../../../words/namespace/namespace.ts";
import { shownViolations } from "../shown.ts";
import { isWorse, loosenedModes, violatedModes } from "../../../words/dry-run/outcome.ts";
import { LEVELS } from "../../../../api/level.ts";

/** The totals of a page, beside those of the report's summary. */
export interface Totals {
  /** The number of workloads that violate anything. */
  readonly violating: number;
  /** The number of workloads that the enforced policy rejects, or whose next pods it rejects. */
  readonly rejected: number;
  /** The number of workloads with new violations because of a change. */
  readonly worse: number;
  /** The number of other workloads with violations whose current policy is unknown, so that they may be new. */
  readonly unknown: number;
  /** The number of other workloads that violate the modes of a dry run already. */
  readonly already: number;
  /** The number of namespaces in which a change makes a level less strict. */
  readonly loosened: number;
  /** The number of namespaces whose changes the API server rejects. */
  readonly denied: number;
  /** The number of namespaces that are ready for each level, the strictest first, and of those that are ready for no known level (readyText). */
  readonly ready: ReadonlyMap<string, number>;
  /** The number of workloads that block each level. */
  readonly blocking: Readonly<Record<BlockedLevel, number>>;
  /** The number of workloads that violate each check, without the checks that none violates. */
  readonly byCheck: ReadonlyMap<string, number>;
  /** The number of violations that the page shows (shownViolations). */
  readonly shown: number;
  /** Whether violations have modes; they have none with `--level`. */
  readonly hasModes: boolean;
}

/** Counts a report in one pass. */
export function totalsOf(report: Report): Totals {
  const ready = new Map([...LEVELS.toReversed(), "exempt", "unknown", "-"].map((level) => [level, 0]));
  const byCheck = new Map<string, number>();
  const totals = {
    violating: 0,
    rejected: 0,
    worse: 0,
    unknown: 0,
    already: 0,
    loosened: 0,
    denied: 0,
    shown: 0,
    hasModes: false,
  };
  const blocking = { baseline: 0, restricted: 0 };
  const { failOn } = report;
  for (const namespace of report.namespaces) {
    const { baseline, restricted } = namespace.blocks;
    blocking.baseline += baseline.workloads;
    blocking.restricted += restricted.workloads;
    increase(ready, readyText(namespace));
    if (isDenied(namespace)) totals.denied++;
    if (loosenedModes(namespace).length > 0) totals.loosened++;
    for (const workload of namespace.workloads) {
      const { violations } = workload;
      const shown = shownViolations(workload, report);
      for (const check of new Set(shown.map(({ violation }) => violation.check))) increase(byCheck, check);
      totals.shown += shown.length;
      if (violations.length > 0) totals.violating++;
      if (isRejectedNow(workload)) totals.rejected++;
      const violated = violatedModes(workload, namespace, failOn);
      if (isWorse(workload)) totals.worse++;
      else if (violated.unknown.length > 0) totals.unknown++;
      else if (violated.already.length > 0) totals.already++;
      totals.hasModes ||= violations.some(({ modes }) => modes.length > 0);
    }
  }
  return { ...totals, ready, blocking, byCheck };
}

function isDenied({ change }: NamespaceReport): boolean {
  return change !== null && change.denied !== null;
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
