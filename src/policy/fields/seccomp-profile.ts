import type { Forbidden } from "../check.ts";
import type { PodView } from "../pod-view.ts";
import { forbiddenProfiles } from "./profiles.ts";
import { quoteList, settersOf, sortedSet } from "../wording.ts";

/**
 * No seccomp profile may have a forbidden type. It is the whole baseline check from v1.19 on, and the first half of the
 * restricted check (policy/check_seccompProfile_baseline.go of k8s.io/pod-security-admission v0.37.2).
 */
export function seccompProfileBaseline_1_19(pod: PodView): Forbidden | undefined {
  const bad = forbiddenProfiles(pod, "seccompProfile");
  if (bad.length === 0) return undefined;
  const types = quoteList(sortedSet(bad.map(({ type }) => type)));
  return {
    reason: "seccompProfile",
    detail: `${settersOf(bad)} must not set securityContext.seccompProfile.type to ${types}`,
    fields: bad.map(({ field }) => field),
  };
}
