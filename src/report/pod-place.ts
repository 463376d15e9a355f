import type { PodPlace } from "../api/words/change-words.ts";
import { podPathOf } from "../workloads/pod-template.ts";
import type { DistinctViolation, Result, WorkloadReport } from "./workload.ts";

/**
 * The object that has the fields of the whole pod, for the changes that fix a violation: the workload, or its pods if only they violate. The template
 * of a custom resource can be anywhere in it.
 *
 * @param results those in which the violation can be
 */
export function podPlaceOf(
  workload: Pick<WorkloadReport, "apiVersion" | "kind">,
  results: readonly Result[],
  violation: Pick<DistinctViolation, "check" | "detail">,
): PodPlace {
  const path = podPathOf(workload);
  if (path?.length === 0) return { path };
  const isInTemplate = results.some(
    ({ subject, violations }) =>
      subject === "template" &&
      violations.some(({ check, detail }) => check === violation.check && detail === violation.detail),
  );
  if (!isInTemplate) return { noun: "pod" };
  return path === undefined ? { noun: "pod template" } : { path };
}
