import type { FieldChange } from "../../api/checks/field-change.ts";
import type { Check, Forbidden } from "../check.ts";
import { detail, firstOf, instructInPod, setInSetters } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { CONFINED_PROFILE_TYPES } from "../fields/profiles.ts";
import { securityContextFields } from "../fields/restricted-fields.ts";
import { MAY_BREAK, MUST_NOT_SET, SECCOMP_REASON, seccompProfileBaseline_1_19 } from "../fields/seccomp-profile.ts";
import { counted, listOf } from "../words/slots.ts";
import { goQuote } from "../../api/words/go-quote.ts";
import { sortedSet } from "../words/wording.ts";
import { celList, everyContainer, everySecurityContext } from "../fields/cel.ts";
import { planForbiddenProfiles } from "../fix/profiles.ts";

const POD_ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod";
const CONTAINER_ANNOTATION_PREFIX = "container.seccomp.security.alpha.kubernetes.io/";
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`;
const ANNOTATIONS = phrase`forbidden ${counted("annotation", "annotations")} ${listOf(`(?:${CONTAINER_ANNOTATION_PREFIX}[^=]*|${POD_ANNOTATION})=${QUOTED}`)}`;

const ANNOTATION_CEL = (key: string): string => {
  const profile = `variables.annotations[?${key}].orValue('runtime/default')`;
  return `${profile} in ['runtime/default', 'docker/default'] || ${profile}.startsWith('localhost/')`;
};
const CEL_1_0 = `(${ANNOTATION_CEL(`'${POD_ANNOTATION}'`)}) && ${everyContainer(ANNOTATION_CEL(`'${CONTAINER_ANNOTATION_PREFIX}' + c.name`))}`;

/** policy/check_seccompProfile_baseline.go of k8s.io/pod-security-admission v0.37.2. */
export const seccompProfile_baseline: Check = {
  id: "seccompProfile_baseline",
  level: "baseline",
  title: "Seccomp",
  requirement: "Neither the pod nor a container turns seccomp off.",
  description:
    "A seccomp profile limits the system calls of a container. A pod may set a profile or leave the choice to the node, " +
    "but may not run unconfined.",
  restrictedFields: securityContextFields("seccompProfile.type"),
  allowedValues: ["undefined / nil", ...CONFINED_PROFILE_TYPES],
  remediation:
    "Remove seccompProfile, or set seccompProfile.type to RuntimeDefault, or to Localhost with a profile of the nodes.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: web
 spec:
   securityContext:
     seccompProfile:
-      type: Unconfined
+      type: RuntimeDefault
   containers:
     - name: web
       image: registry.example.com/web:1.4
-      securityContext:
-        seccompProfile:
-          type: Unconfined
`,
  reasons: [SECCOMP_REASON],
  readDetail: firstOf(
    detail(MUST_NOT_SET, ([setters]) => setInSetters(setters, "seccompProfile.type", "RuntimeDefault")),
    detail(ANNOTATIONS, ([, texts]) => texts.map(removeAnnotation)),
  ),
  fix: {
    kind: "take away",
    risk: "medium",
    edit: "Removes the profile of containers and the annotation, and sets the profile of the pod to RuntimeDefault.",
    mayBreak: MAY_BREAK,
    plan: (pod, { fields }) => planForbiddenProfiles(pod, fields),
  },
  revisions: [
    {
      since: 0,
      check: seccompProfileBaseline_1_0,
      cel: CEL_1_0,
      restrictedFields: [
        `metadata.annotations["${POD_ANNOTATION}"]`,
        `metadata.annotations["${CONTAINER_ANNOTATION_PREFIX}*"]`,
      ],
      allowedValues: ["undefined / nil", "runtime/default", "docker/default", "localhost/*"],
    },
    {
      since: 19,
      check: seccompProfileBaseline_1_19,
      cel: everySecurityContext(
        (context) => `${context}.?seccompProfile.?type.orValue('RuntimeDefault') in ${celList(CONFINED_PROFILE_TYPES)}`,
      ),
      change: "Evaluates the fields, and no longer the annotations. Before, it evaluated only the annotations.",
    },
  ],
};

function seccompProfileBaseline_1_0(pod: PodView): Forbidden | undefined {
  const annotations = pod.metadata?.annotations ?? {};
  const keys = [POD_ANNOTATION, ...pod.containers.map(({ name }) => CONTAINER_ANNOTATION_PREFIX + name)];
  const bad = [...new Set(keys)].flatMap((key) => {
    const value = annotations[key];
    return value === undefined || isAllowedAnnotation(value) ? [] : [{ key, value }];
  });
  if (bad.length === 0) return undefined;
  const texts = sortedSet(bad.map(({ key, value }) => `${key}=${goQuote(value)}`));
  return {
    reason: SECCOMP_REASON,
    detail: ANNOTATIONS.write([texts.length, texts]),
    fields: bad.map(({ key, value }) => ({ path: ["metadata", "annotations", key], value })),
  };
}

function removeAnnotation(text: string): FieldChange {
  const key = text.slice(0, text.indexOf("="));
  return instructInPod(["metadata", "annotations", key], `remove the annotation ${key}`);
}

function isAllowedAnnotation(profile: string): boolean {
  return profile === "runtime/default" || profile === "docker/default" || profile.startsWith("localhost/");
}
