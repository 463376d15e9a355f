import type { RolloutPlan } from "../../../../report/plan/rollout-plan.ts";
import { nameSome } from "../../../words/lines.ts";
import { hasObserved, leftOutText, OBSERVED } from "./parts.ts";
import { caveats, ownedNamespaces, rejectedNowText } from "../words.ts";

/** The warnings of the whole script: the namespaces that `apply` leaves out, the workloads that are rejected now, and those of its commands. */
export function scriptWarnings(plan: RolloutPlan): readonly string[] {
  const left = plan.steps.filter(hasObserved).map((step) => `apply leaves out ${leftOutText(step)} apply ${OBSERVED}`);
  const rejected = rejectedNowText(plan);
  return [...left, ...(rejected === undefined ? [] : [rejected]), ...warnings(plan)];
}

/** The warnings about commands, a sentence each. */
export function warnings(plan: RolloutPlan): readonly string[] {
  const owned = Array.from(
    ownedNamespaces(plan),
    ([advice, names]) => `another tool may reset the labels in ${nameSome(names)}: ${advice}`,
  );
  return [...owned, ...caveats(plan)];
}
