import type { DistinctViolation, Report, WorkloadReport } from "../../../report/report.ts";
import { distinctViolations, violationKey } from "../../../report/violations.ts";

/** A violation that the page shows. */
export interface ShownViolation {
  readonly violation: DistinctViolation;
  /** Whether a mode or `--level` asks for it. If not, it only keeps the namespace from a level. */
  readonly isAsked: boolean;
}

/**
 * The violations of a workload that the page shows. An audit shows what blocks baseline and restricted, whatever the labels are; other reports
 * show what a mode or `--level` asks for.
 */
export function shownViolations(
  { otherResults, source, violations }: WorkloadReport,
  { kind, failOn }: Pick<Report, "kind" | "failOn">,
): readonly ShownViolation[] {
  const asked = violations.map((violation) => ({ violation, isAsked: true }));
  if (kind !== "AuditReport" || otherResults.length === 0) return asked;
  // An accepted violation stays accepted, although nothing accepts it at other levels.
  const known = new Set(violations.map(violationKey));
  const others = distinctViolations(otherResults, source, failOn).filter((one) => !known.has(violationKey(one)));
  return [...asked, ...others.map((violation) => ({ violation, isAsked: false }))];
}
