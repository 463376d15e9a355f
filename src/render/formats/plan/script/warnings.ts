import type { RolloutPlan } from "../../../../report/plan/rollout-plan.ts";
import { nameSome } from "../../../words/lines.ts";
import { hasObserved, leftOutText } from "./parts.ts";
import { caveats, ownedNamespaces, rejectedNowText } from "../words.ts";

/** What the person who runs the whole script should know in addition: what `apply` leaves out, and what is rejected now. */
export function scriptWarnings(plan: RolloutPlan): readonly string[] {
  const left = plan.steps.filter(hasObserved).map((step) => `apply leaves out ${leftOutText(step)}`);
  const rejected = rejectedNowText(plan);
  return [...left, ...(rejected === undefined ? [] : [rejected]), ...warnings(plan)];
}

/** What the person who runs the commands should know, a sentence each. */
export function warnings(plan: RolloutPlan): readonly string[] {
  const owned = Array.from(
    ownedNamespaces(plan),
    ([advice, names]) => `another tool may reset the labels in ${nameSome(names)}: ${advice}`,
  );
  return [...owned, ...caveats(plan)];
}
