import { count, plural } from "../api/words/plural.ts";
import type { RolloutPlan } from "../report/plan/rollout-plan.ts";

/** Why there is no plan: the policy of no namespace is known. Null if there is a plan. */
export function noPlanReason({
  source,
  summary,
  unreadable,
}: Pick<RolloutPlan, "source" | "summary" | "unreadable">): string | null {
  const { namespaces, unknown } = summary;
  if (namespaces > unknown) return null;
  const isDump = source.type === "files";
  if (namespaces === 0) {
    if (unreadable.length > 0) return "nothing could be read";
    return isDump ? "the input contains no namespace" : "there is no such namespace";
  }
  const labels = `the labels of ${count(namespaces, "namespace")}`;
  return isDump && unreadable.length === 0
    ? `the input contains no Namespace, so ${labels} are not known`
    : `${labels} could not be read, so ${plural(namespaces, "its policy is", "their policies are")} not known`;
}
