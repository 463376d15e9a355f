import type { FieldReport, Result, WorkloadReport } from "../../../report/report.ts";
import type { Mode } from "../../../api/mode.ts";
import { distinctViolations, hasAccepted, type DistinctViolation } from "../../words/violations.ts";

/** A distinct violation, accepted or not, with more facts for the page. */
export interface PageViolation extends DistinctViolation {
  /** The modes in which it is new because of a change; only in a dry run. */
  readonly newIn: readonly Mode[];
  readonly accepted: boolean;
  /** The fields of the first result that contains it. A template and its pods differ only in the paths. */
  readonly fields: readonly FieldReport[];
}

/** The distinct violations of a workload. A page also shows those that a baseline accepts, since its reader can choose. */
export function pageViolations(workload: WorkloadReport): PageViolation[] {
  const { results } = workload;
  const all = results.some(hasAccepted) ? { ...workload, results: results.map(asOpen) } : workload;
  return distinctViolations(all).map((violation) => {
    const same = results.flatMap(({ newIn, violations }) =>
      violations.filter((other) => isSame(other, violation)).map((other) => ({ ...other, newIn })),
    );
    return {
      ...violation,
      newIn: same.flatMap(({ newIn }) => newIn),
      accepted: same.every(({ accepted }) => accepted),
      fields: same[0]?.fields ?? [],
    };
  });
}

function asOpen(result: Result): Result {
  return { ...result, violations: result.violations.map((violation) => ({ ...violation, accepted: false })) };
}

type Words = Pick<DistinctViolation, "check" | "detail">;

function isSame(a: Words, b: Words): boolean {
  return a.check === b.check && a.detail === b.detail;
}
