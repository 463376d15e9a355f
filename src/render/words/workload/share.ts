import type { DistinctViolation, Result, WorkloadReport } from "../../../report/report.ts";
import { violationIn, levelOf } from "../../../report/violations.ts";

/**
 * The part of a workload that a violation affects: one of several templates, `spec.headGroupSpec.template`; `2 of 3 pods`; `template only`, which the
 * next pods will be made from; `pods only`, if a webhook adds a container for example. Empty if it affects the whole workload.
 */
export function shareOf(workload: WorkloadReport, violation: DistinctViolation): string {
  const share = shareOfPods(workload, violation);
  const { template } = violation;
  if (template === undefined) return share;
  return share === "" || share === TEMPLATE_ONLY ? template : `${template}, ${share}`;
}

const TEMPLATE_ONLY = "template only";

function shareOfPods({ pods, results }: WorkloadReport, violation: DistinctViolation): string {
  const against = results.filter((result) => violationIn(result, violation) !== undefined);
  const violating = podsOf(against);
  if (violating === 0) return pods === 0 ? "" : TEMPLATE_ONLY;
  const isTemplateGood = hasTemplate(results) && !hasTemplate(against);
  if (violating < pods) return `${violating} of ${pods} pods${isTemplateGood ? ", not the template" : ""}`;
  return isTemplateGood ? "pods only" : "";
}

function hasTemplate(results: readonly Result[]): boolean {
  return results.some(({ subject }) => subject === "template");
}

/** Counts the pods of some results. Several levels may judge the same pods, which count once. */
function podsOf(results: readonly Result[]): number {
  const byLevel = Map.groupBy(results, levelOf).values();
  return Math.max(0, ...Array.from(byLevel, (same) => same.reduce((total, { pods }) => total + pods, 0)));
}

/** The words for the affected part of a workload, which must not be empty. Its template is left out if each word with a path names it. */
export function shareWords(
  share: string,
  { template }: DistinctViolation,
  words: readonly string[],
): readonly string[] {
  const names = (word: string | undefined): boolean => template !== undefined && word?.startsWith(template) === true;
  const isNamed = names(words[0]) || (words.some(names) && !words.some((word) => word.startsWith('"')));
  const rest = isNamed ? share.slice(template?.length).replace(/^, /, "") : share;
  return rest === "" ? [] : `${rest}:`.split(" ");
}
