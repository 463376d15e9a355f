import type { PodView } from "../pod-view.ts";
import type { FaultyField, FixPlan } from "../check.ts";
import { planEach, takeAway } from "./planning.ts";

/** A profile of the pod that every check allows. */
export const RUNTIME_DEFAULT = { type: "RuntimeDefault" };

const SECCOMP_ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod";

/**
 * Why the pod cannot get the runtime's seccomp profile: the old annotation names another one, and the API server rejects a
 * pod with both (validateSeccompAnnotationsAndFields, pkg/apis/core/validation of kubernetes v1.37.2).
 */
export function seccompConflict({ metadata }: PodView): string | undefined {
  const annotation = metadata?.annotations?.[SECCOMP_ANNOTATION];
  if (annotation === undefined || annotation === "runtime/default" || annotation === "docker/default") return undefined;
  return `the annotation ${SECCOMP_ANNOTATION} names another profile, and the API server rejects a field that differs`;
}

/** Plans to remove the forbidden profiles of containers and the annotations, and to give the pod the runtime's profile. */
export function planForbiddenProfiles(pod: PodView, fields: readonly FaultyField[]): FixPlan {
  return planEach(pod, fields, ({ path }) => {
    if (path[0] === "metadata") return [takeAway(path, "medium")];
    const profile = path.slice(0, -1);
    const conflict = profile.at(-1) === "seccompProfile" ? seccompConflict(pod) : undefined;
    if (conflict !== undefined && path[1] === "securityContext") return conflict;
    return [takeAway(profile, "medium", path[1] === "securityContext" ? RUNTIME_DEFAULT : undefined)];
  });
}
