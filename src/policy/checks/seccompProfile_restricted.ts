import type { Check, Forbidden } from "../check.ts";
import type { Pod } from "../../api/pod.ts";
import { visitContainers } from "../containers.ts";
import { CONFINED_PROFILE_TYPES } from "../profiles.ts";
import { isWindowsPod } from "../relaxations.ts";
import { securityContextFields } from "../restricted-fields.ts";
import { seccompProfileBaseline_1_19 } from "../seccomp-profile.ts";
import { containersPhrase } from "../wording.ts";

/** policy/check_seccompProfile_restricted.go of k8s.io/pod-security-admission v0.37.2. */
export const seccompProfile_restricted: Check = {
  id: "seccompProfile_restricted",
  level: "restricted",
  title: "Seccomp",
  description:
    "A seccomp profile limits the system calls of a container. Whether a container that names none gets one depends " +
    "on the node's configuration, so each has to name one, by itself or through the pod.",
  restrictedFields: securityContextFields("seccompProfile.type"),
  allowedValues: [
    ...CONFINED_PROFILE_TYPES,
    "undefined / nil in a container, where the pod has one of these",
    "any value where spec.os.name is windows (from v1.25)",
  ],
  remediation:
    "Set spec.securityContext.seccompProfile.type to RuntimeDefault and remove seccompProfile from the containers; " +
    "or set Localhost with a profile of the nodes.",
  revisions: [
    { since: 19, check: seccompProfileRestricted_1_19, overrides: ["seccompProfile_baseline"] },
    { since: 25, check: seccompProfileRestricted_1_25, overrides: ["seccompProfile_baseline"] },
  ],
};

function seccompProfileRestricted_1_19(pod: Pod): Forbidden | undefined {
  return seccompProfileBaseline_1_19(pod) ?? implicitlyBad(pod);
}

function seccompProfileRestricted_1_25(pod: Pod): Forbidden | undefined {
  return isWindowsPod(pod) ? undefined : seccompProfileRestricted_1_19(pod);
}

/** Which containers name no profile, where the pod names none for them and whatever is named is allowed. */
function implicitlyBad(pod: Pod): Forbidden | undefined {
  if (pod.spec.securityContext?.seccompProfile) return undefined;
  const bad = visitContainers(pod).filter(({ container }) => !container.securityContext?.seccompProfile);
  if (bad.length === 0) return undefined;
  const names = containersPhrase(bad.map(({ name }) => name));
  return {
    reason: "seccompProfile",
    detail: `pod or ${names} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
    fields: bad.map(({ path }) => ({ path: [...path, "securityContext", "seccompProfile", "type"], value: null })),
  };
}
