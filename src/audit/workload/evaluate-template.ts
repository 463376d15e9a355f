import type { Evaluator, PodEvaluation } from "../../policy/evaluator.ts";
import { defaultOlderTemplate } from "../../workloads/defaults.ts";
import type { PodInObject, WorkloadObject } from "../../workloads/object.ts";

/**
 * Prepares a Pod, or a template of an object, for several policies, with the defaults of the evaluator's API server. No API server defaults a custom
 * resource.
 */
export function evaluateTemplate(
  evaluator: Evaluator,
  { custom }: Pick<WorkloadObject, "custom">,
  { pod }: Pick<PodInObject, "pod">,
): PodEvaluation {
  return evaluator.forPod(custom === undefined ? defaultOlderTemplate(pod, evaluator.maxMinor) : pod);
}
