import type { RolloutPlan } from "../../../../report/rollout-plan.ts";
import { caveats, ownedNamespaces } from "../words.ts";

/** What the person who runs the commands should know, a sentence each. */
export function warnings(plan: RolloutPlan): readonly string[] {
  const owned = Array.from(
    ownedNamespaces(plan),
    ([advice, names]) => `kubectl label will be undone in ${names.join(", ")}: ${advice}`,
  );
  return [...owned, ...caveats(plan)];
}
