import type { PodView } from "../pod-view.ts";
import type { FaultyField, FixPlan } from "../check.ts";
import { planEach, takeAway } from "./planning.ts";

/** A profile of the pod that every check allows. */
export const RUNTIME_DEFAULT = { type: "RuntimeDefault" };

/** Plans to remove the forbidden profiles of containers and the annotations, and to give the pod the runtime's profile. */
export function planForbiddenProfiles(pod: PodView, fields: readonly FaultyField[]): FixPlan {
  return planEach(pod, fields, ({ path }) => {
    if (path[0] === "metadata") return [takeAway(path, "medium")];
    const profile = path.slice(0, -1);
    return [takeAway(profile, "medium", path[1] === "securityContext" ? RUNTIME_DEFAULT : undefined)];
  });
}
