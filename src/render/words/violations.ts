import type { DistinctViolation, WorkloadReport } from "../../report/report.ts";

export { levelOf } from "../../report/violations.ts";

/** The violations of a workload that no baseline accepts: as many as the summary counts, without those that are accepted. */
export function openViolations({ violations }: WorkloadReport): readonly DistinctViolation[] {
  return violations.some(isAccepted) ? violations.filter(isOpen) : violations;
}

/** Whether a workload has a violation that no baseline accepts. */
export function hasOpen({ violations }: WorkloadReport): boolean {
  return violations.some(isOpen);
}

/** Whether a workload has a violation that a baseline accepts. */
export function hasAccepted({ violations }: WorkloadReport): boolean {
  return violations.some(isAccepted);
}

function isOpen({ accepted }: DistinctViolation): boolean {
  return !accepted;
}

function isAccepted({ accepted }: DistinctViolation): boolean {
  return accepted;
}
