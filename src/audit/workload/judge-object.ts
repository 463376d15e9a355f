import type { Exemptions, RequestAttributes } from "../../admission/exemptions.ts";
import { judgeController, judgeLevels, judgeOperated, judgePod, type Verdict } from "../../admission/judge.ts";
import type { Policy } from "../../admission/labels.ts";
import type { LevelVersion, PodEvaluation } from "../../policy/evaluator.ts";
import type { WorkloadObject } from "../../workloads/object.ts";

/** The facts about an object that decide how its pods are judged. */
type Judged = Pick<WorkloadObject, "kind" | "custom">;

/** Judges a Pod, or a template of an object, under a policy. */
export function judgeUnder(
  { kind, custom }: Judged,
  pod: PodEvaluation,
  request: RequestAttributes,
  policy: Policy,
  exemptions: Exemptions,
): Verdict {
  if (custom !== undefined) return judgeOperated(pod, request, policy, custom.makesControllers, exemptions);
  return (kind === "Pod" ? judgePod : judgeController)(pod, request, policy, exemptions);
}

/** Judges a Pod, or a template of an object, by levels. */
export function judgeBy(
  { kind, custom }: Judged,
  pod: PodEvaluation,
  request: RequestAttributes,
  levels: readonly LevelVersion[],
  exemptions: Exemptions,
): Verdict {
  // An operator makes the objects, so the user who creates the custom resource exempts none of them.
  const { namespace } = request;
  return judgeLevels(pod, kind === "Pod", custom === undefined ? request : { namespace }, levels, exemptions);
}
