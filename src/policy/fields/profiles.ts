import type { FaultyField } from "../check.ts";
import type { PodView } from "../pod-view.ts";

/**
 * The types of a profile that confine a container. AppArmor (policy/check_appArmorProfile.go of
 * k8s.io/pod-security-admission v0.37.2) and seccomp (policy/check_seccompProfile_baseline.go) have the same two.
 */
export const CONFINED_PROFILE_TYPES: readonly string[] = ["RuntimeDefault", "Localhost"];

/** A profile of a forbidden type, and the pod or container that sets it. */
export interface ForbiddenProfile {
  /** The name of the container that sets it; undefined for the pod. */
  readonly container: string | undefined;
  /** The type as the API server reads it: empty if none is set. */
  readonly type: string;
  readonly field: FaultyField;
}

/**
 * The profiles that are set to a type other than the two allowed ones. An empty profile (`seccompProfile: {}`) counts
 * as set.
 */
export function forbiddenProfiles(pod: PodView, kind: "appArmorProfile" | "seccompProfile"): ForbiddenProfile[] {
  return pod.securityContexts.flatMap(({ container, securityContext, path }) => {
    const profile = securityContext[kind];
    if (!profile) return [];
    const type = profile.type ?? "";
    if (CONFINED_PROFILE_TYPES.includes(type)) return [];
    return [{ container, type, field: { path: [...path, kind, "type"], value: profile.type ?? null } }];
  });
}
