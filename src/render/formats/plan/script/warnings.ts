import type { RolloutPlan } from "../../../../report/rollout-plan.ts";
import { hasObserved, leftOutText } from "./steps.ts";
import { caveats, ownedNamespaces } from "../words.ts";

/** What the person who runs the whole script should know in addition: what `apply` without a step leaves out. */
export function scriptWarnings(plan: RolloutPlan): readonly string[] {
  const left = plan.steps.filter(hasObserved).map((step) => `apply without STEP leaves out ${leftOutText(step)}`);
  return [...left, ...warnings(plan)];
}

/** What the person who runs the commands should know, a sentence each. */
export function warnings(plan: RolloutPlan): readonly string[] {
  const owned = Array.from(
    ownedNamespaces(plan),
    ([advice, names]) => `kubectl label will be undone in ${names.join(", ")}: ${advice}`,
  );
  return [...owned, ...caveats(plan)];
}
