import type { Check, Forbidden } from "../check.ts";
import { detail, firstOf, instructInPod, setInPod, setInSetters } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { CONFINED_PROFILE_TYPES } from "../fields/profiles.ts";
import { isWindowsPod } from "../fields/relaxations.ts";
import { securityContextFields } from "../fields/restricted-fields.ts";
import { MUST_NOT_SET, SECCOMP_REASON, seccompProfileBaseline_1_19 } from "../fields/seccomp-profile.ts";
import { CONTAINERS } from "../words/slots.ts";
import { celList, everyContainer, unlessWindows } from "../fields/cel.ts";

const FIELD = "seccompProfile.type";
const OTHERS = instructInPod(
  ["spec", "securityContext", ...FIELD.split(".")],
  "the other containers need a seccomp profile too: their own, or that of the pod",
);
const MUST_SET = phrase`pod or ${CONTAINERS} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`;

const ALLOWED_1_19 = [
  ...CONFINED_PROFILE_TYPES,
  "undefined / nil in a container, if the pod has one of these",
  "undefined / nil in the pod, if every container has one of these",
];

const OF_POD = "variables.spec.?securityContext.?seccompProfile.?type";
const CONFINED = celList(CONFINED_PROFILE_TYPES);
const CEL_1_19 =
  `${OF_POD}.orValue('RuntimeDefault') in ${CONFINED} && ` +
  everyContainer(`c.?securityContext.?seccompProfile.?type.orValue(${OF_POD}.orValue('')) in ${CONFINED}`);

/** policy/check_seccompProfile_restricted.go of k8s.io/pod-security-admission v0.37.2. */
export const seccompProfile_restricted: Check = {
  id: "seccompProfile_restricted",
  level: "restricted",
  title: "Seccomp",
  requirement: "Every container, or the pod, sets a seccomp profile.",
  description:
    "A seccomp profile limits the system calls of a container. Without this field, the configuration of the node decides " +
    "whether there is one.",
  restrictedFields: securityContextFields("seccompProfile.type"),
  allowedValues: [...ALLOWED_1_19, "any value where spec.os.name is windows"],
  remediation:
    "Set spec.securityContext.seccompProfile.type to RuntimeDefault and remove seccompProfile from the containers. " +
    "Or set Localhost with a profile of the nodes.",
  windows:
    "From v1.25 on neither it nor seccompProfile_baseline, which it replaces, applies to pods with spec.os.name: windows. " +
    "The API server rejects seccomp profiles in such pods.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: web
 spec:
   securityContext:
     runAsNonRoot: true
+    seccompProfile:
+      type: RuntimeDefault
   containers:
     - name: web
       image: registry.example.com/web:1.4
       securityContext:
         allowPrivilegeEscalation: false
         capabilities:
           drop: [ALL]
-        seccompProfile:
-          type: Unconfined
`,
  reasons: [SECCOMP_REASON],
  readDetail: firstOf(
    detail(MUST_NOT_SET, ([setters]) => [
      ...setInSetters(setters, FIELD, "RuntimeDefault"),
      // Such a detail does not name the containers that set nothing, and the pod may have a profile of the node.
      ...(setters.some(({ container }) => container === undefined) ? [] : [OTHERS]),
    ]),
    detail(MUST_SET, () => [setInPod(`spec.securityContext.${FIELD}`, "RuntimeDefault")]),
  ),
  revisions: [
    {
      since: 19,
      check: seccompProfileRestricted_1_19,
      cel: CEL_1_19,
      overrides: ["seccompProfile_baseline"],
      change:
        "Replaces seccompProfile_baseline. Before, both levels evaluated the annotations, and neither required a profile.",
      effect: "tightens",
      allowedValues: ALLOWED_1_19,
    },
    {
      since: 25,
      check: seccompProfileRestricted_1_25,
      cel: unlessWindows(CEL_1_19),
      overrides: ["seccompProfile_baseline"],
      change: "No longer applies to pods with spec.os.name: windows.",
      effect: "relaxes",
    },
  ],
};

function seccompProfileRestricted_1_19(pod: PodView): Forbidden | undefined {
  return seccompProfileBaseline_1_19(pod) ?? implicitlyBad(pod);
}

function seccompProfileRestricted_1_25(pod: PodView): Forbidden | undefined {
  return isWindowsPod(pod) ? undefined : seccompProfileRestricted_1_19(pod);
}

/** The containers without a profile, if the pod has none either and every profile that is set is allowed. */
function implicitlyBad(pod: PodView): Forbidden | undefined {
  if (pod.spec.securityContext?.seccompProfile) return undefined;
  const bad = pod.containers.filter(({ container }) => !container.securityContext?.seccompProfile);
  if (bad.length === 0) return undefined;
  return {
    reason: SECCOMP_REASON,
    detail: MUST_SET.write([bad.map(({ name }) => name)]),
    fields: bad.map(({ path }) => ({ path: [...path, "securityContext", "seccompProfile", "type"], value: null })),
  };
}
