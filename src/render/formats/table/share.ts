import type { DistinctViolation, Result, WorkloadReport } from "../../../report/report.ts";
import { violationIn } from "../../../report/violations.ts";
import { levelOf } from "../../words/violations.ts";

/**
 * Which part of a running workload a violation is about, where it is not the whole: `2 of 3 pods`, `template only`, which its next pods
 * will be made from, or `pods only`, as where a webhook adds a container to what the template says. Empty where it is the whole.
 */
export function shareOf({ pods, results }: WorkloadReport, violation: DistinctViolation): string {
  const against = results.filter((result) => violationIn(result, violation) !== undefined);
  const violating = podsOf(against);
  if (violating === 0) return pods === 0 ? "" : "template only";
  const isTemplateGood = hasTemplate(results) && !hasTemplate(against);
  if (violating < pods) return `${violating} of ${pods} pods${isTemplateGood ? ", not the template" : ""}`;
  return isTemplateGood ? "pods only" : "";
}

function hasTemplate(results: readonly Result[]): boolean {
  return results.some(({ subject }) => subject === "template");
}

/** What several levels say of the same pods counts once. */
function podsOf(results: readonly Result[]): number {
  const byLevel = Map.groupBy(results, levelOf).values();
  return Math.max(0, ...Array.from(byLevel, (same) => same.reduce((total, { pods }) => total + pods, 0)));
}
