import type { Forbidden } from "../check.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { forbiddenProfiles } from "./profiles.ts";
import { SETTERS, VALUES } from "../words/slots.ts";
import { sortedSet } from "../words/wording.ts";

/** The effects of the runtime's seccomp profile that may break a workload, for both checks. */
export const MAY_BREAK =
  "system calls outside the profile of the runtime, which fail with “operation not permitted”: mount, keyctl, perf_event_open, userfaultfd, " +
  "io_uring, new namespaces (the sandboxes of browsers), ptrace on old kernels, some profilers";

/** The reason of both seccomp checks. */
export const SECCOMP_REASON = "seccompProfile";
/** The detail of both seccomp checks about forbidden types. */
export const MUST_NOT_SET = phrase`${SETTERS} must not set securityContext.seccompProfile.type to ${VALUES}`;

/**
 * No seccomp profile may have a forbidden type. It is the whole baseline check from v1.19 on, and the first half of the
 * restricted check (policy/check_seccompProfile_baseline.go of k8s.io/pod-security-admission v0.37.2).
 */
export function seccompProfileBaseline_1_19(pod: PodView): Forbidden | undefined {
  const bad = forbiddenProfiles(pod, "seccompProfile");
  if (bad.length === 0) return undefined;
  const types = sortedSet(bad.map(({ type }) => type));
  return {
    reason: SECCOMP_REASON,
    detail: MUST_NOT_SET.write([bad, types]),
    fields: bad.map(({ field }) => field),
  };
}
