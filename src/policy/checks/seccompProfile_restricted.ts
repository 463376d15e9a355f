import type { Check, FixPlan, Forbidden, PlannedChange } from "../check.ts";
import { detail, firstOf, instructInPod, setInPod, setInSetters } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { CONFINED_PROFILE_TYPES } from "../fields/profiles.ts";
import { isWindowsPod } from "../fields/relaxations.ts";
import { securityContextFields } from "../fields/restricted-fields.ts";
import { MAY_BREAK, MUST_NOT_SET, SECCOMP_REASON, seccompProfileBaseline_1_19 } from "../fields/seccomp-profile.ts";
import { CONTAINERS } from "../words/slots.ts";
import { celList, everyContainer, unlessWindows } from "../fields/cel.ts";
import { add, planEach } from "../fix/planning.ts";
import { POD_CONTEXT, contextOf, declaredContainers, isSetInContainers } from "../fix/placing.ts";
import { RUNTIME_DEFAULT, seccompConflict } from "../fix/profiles.ts";

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
  fix: {
    kind: "add",
    risk: "low",
    edit: "Sets seccompProfile.type: RuntimeDefault in the pod, and removes Unconfined from containers. In place of Unconfined, the risk is medium.",
    mayBreak: MAY_BREAK,
    plan: planProfiles,
  },
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

function planProfiles(pod: PodView, { fields }: Forbidden): FixPlan {
  if (isWindowsPod(pod)) {
    return planEach(pod, fields, () => "the API server rejects seccomp profiles in a pod with os.name: windows");
  }
  const conflict = seccompConflict(pod);
  if (conflict !== undefined) return planEach(pod, fields, () => conflict);
  const isConfined = (type: string | undefined): boolean => CONFINED_PROFILE_TYPES.includes(type ?? "");
  const isInContainers = isSetInContainers(pod, "seccompProfile", ({ seccompProfile }) =>
    isConfined(seccompProfile?.type),
  );
  const changes: PlannedChange[] = [];
  const ofPod = pod.spec.securityContext?.seccompProfile;
  if (!isInContainers && !isConfined(ofPod?.type)) {
    changes.push(add([...POD_CONTEXT, "seccompProfile"], RUNTIME_DEFAULT, ofPod === undefined ? "low" : "medium"));
  }
  for (const visited of declaredContainers(pod)) {
    const profile = visited.container.securityContext?.seccompProfile;
    const path = [...contextOf(visited), "seccompProfile"];
    if (isInContainers && !isConfined(profile?.type)) {
      changes.push(add(path, RUNTIME_DEFAULT, profile === undefined ? "low" : "medium"));
    } else if (profile !== undefined && !isConfined(profile.type)) {
      changes.push(add(path, undefined, "medium"));
    }
  }
  const ephemeral = fields.filter(({ path, value }) => path[1] === "ephemeralContainers" && value !== null);
  return { changes, undecided: planEach(pod, ephemeral, () => []).undecided };
}
