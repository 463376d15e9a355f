import type { Check, Forbidden } from "../check.ts";
import type { Pod } from "../../api/pod.ts";
import { visitContainers } from "../containers.ts";
import { CONFINED_PROFILE_TYPES } from "../profiles.ts";
import { securityContextFields } from "../restricted-fields.ts";
import { seccompProfileBaseline_1_19 } from "../seccomp-profile.ts";
import { goQuote, plural, sortedSet } from "../wording.ts";

const POD_ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod";
const CONTAINER_ANNOTATION_PREFIX = "container.seccomp.security.alpha.kubernetes.io/";

/** policy/check_seccompProfile_baseline.go of k8s.io/pod-security-admission v0.37.2. */
export const seccompProfile_baseline: Check = {
  id: "seccompProfile_baseline",
  level: "baseline",
  title: "Seccomp",
  description:
    "A seccomp profile limits the system calls of a container. A pod may leave the choice to the node or name a " +
    "profile, but not ask to go without one.",
  restrictedFields: [
    ...securityContextFields("seccompProfile.type"),
    `metadata.annotations["${POD_ANNOTATION}"]`,
    `metadata.annotations["${CONTAINER_ANNOTATION_PREFIX}*"]`,
  ],
  allowedValues: [
    "undefined / nil",
    ...CONFINED_PROFILE_TYPES.map((type) => `${type} (the field, from v1.19)`),
    ...["runtime/default", "docker/default", "localhost/*"].map((value) => `${value} (the annotations, up to v1.18)`),
  ],
  remediation:
    "Set seccompProfile.type to RuntimeDefault, or to Localhost with a profile of the nodes, or remove seccompProfile.",
  revisions: [
    { since: 0, check: seccompProfileBaseline_1_0 },
    { since: 19, check: seccompProfileBaseline_1_19 },
  ],
};

function seccompProfileBaseline_1_0(pod: Pod): Forbidden | undefined {
  const annotations = pod.metadata?.annotations ?? {};
  const keys = [POD_ANNOTATION, ...visitContainers(pod).map(({ name }) => CONTAINER_ANNOTATION_PREFIX + name)];
  const bad = [...new Set(keys)].flatMap((key) => {
    const value = annotations[key];
    return value === undefined || isAllowedAnnotation(value) ? [] : [{ key, value }];
  });
  if (bad.length === 0) return undefined;
  const texts = sortedSet(bad.map(({ key, value }) => `${key}=${goQuote(value)}`));
  return {
    reason: "seccompProfile",
    detail: `forbidden ${plural(texts.length, "annotation", "annotations")} ${texts.join(", ")}`,
    fields: bad.map(({ key, value }) => ({ path: ["metadata", "annotations", key], value })),
  };
}

function isAllowedAnnotation(profile: string): boolean {
  return profile === "runtime/default" || profile === "docker/default" || profile.startsWith("localhost/");
}
