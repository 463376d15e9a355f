import type { Check, FaultyField, Forbidden, PlannedChange } from "../check.ts";
import { detail, setInContainers } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import { containerOf, type PodView } from "../pod-view.ts";
import { isWindowsPod } from "../fields/relaxations.ts";
import { containerFields } from "../fields/restricted-fields.ts";
import { CONTAINERS } from "../words/slots.ts";
import { everyContainer, unlessWindows } from "../fields/cel.ts";
import { add, planEach } from "../fix/planning.ts";

const REASON = "allowPrivilegeEscalation != false";
const MUST_SET = phrase`${CONTAINERS} must set securityContext.allowPrivilegeEscalation=false`;

const CEL_1_8 = everyContainer("!c.?securityContext.?allowPrivilegeEscalation.orValue(true)");

/** policy/check_allowPrivilegeEscalation.go of k8s.io/pod-security-admission v0.37.2. */
export const allowPrivilegeEscalation: Check = {
  id: "allowPrivilegeEscalation",
  level: "restricted",
  title: "Privilege Escalation",
  requirement: "Every container prevents its processes from gaining more privileges than their parent.",
  description:
    "Without this setting, a process in a container can gain more privileges than its parent, " +
    "for example by a set-user-ID program of the image.",
  restrictedFields: containerFields("securityContext.allowPrivilegeEscalation"),
  allowedValues: ["false", "any value where spec.os.name is windows"],
  remediation: "Set securityContext.allowPrivilegeEscalation to false in every container; the pod has no such field.",
  windows:
    "From v1.25 on it does not apply to pods with spec.os.name: windows, where the API server rejects the field. " +
    "It applies to Windows pods without spec.os.name.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: web
 spec:
   securityContext:
     runAsNonRoot: true
     seccompProfile:
       type: RuntimeDefault
   containers:
     - name: web
       image: registry.example.com/web:1.4
       securityContext:
-        allowPrivilegeEscalation: true
+        allowPrivilegeEscalation: false
         capabilities:
           drop: [ALL]
`,
  reasons: [REASON],
  readDetail: detail(MUST_SET, ([names]) => setInContainers(names, "securityContext.allowPrivilegeEscalation", false)),
  fix: {
    kind: "add",
    risk: "low",
    edit: "Sets allowPrivilegeEscalation: false in each container. In place of true, the risk is medium.",
    mayBreak:
      "set-user-ID programs (sudo, su, ping, mount) and programs with file capabilities, which some ingress controllers and " +
      "vaults have: they run without the extra privileges, and fail with “operation not permitted”",
    plan: (pod, { fields }) => planEach(pod, fields, planFalse),
  },
  revisions: [
    { since: 8, check: allowPrivilegeEscalation_1_8, cel: CEL_1_8, allowedValues: ["false"] },
    {
      since: 25,
      check: allowPrivilegeEscalation_1_25,
      cel: unlessWindows(CEL_1_8),
      change: "No longer applies to pods with spec.os.name: windows.",
      effect: "relaxes",
    },
  ],
};

function allowPrivilegeEscalation_1_8(pod: PodView): Forbidden | undefined {
  const bad = pod.containers.filter(({ container }) => container.securityContext?.allowPrivilegeEscalation !== false);
  if (bad.length === 0) return undefined;
  return {
    reason: REASON,
    detail: MUST_SET.write([bad.map(({ name }) => name)]),
    fields: bad.map(({ container, path }) => ({
      path: [...path, "securityContext", "allowPrivilegeEscalation"],
      value: container.securityContext?.allowPrivilegeEscalation ?? null,
    })),
  };
}

function allowPrivilegeEscalation_1_25(pod: PodView): Forbidden | undefined {
  return isWindowsPod(pod) ? undefined : allowPrivilegeEscalation_1_8(pod);
}

/** The API server rejects the field in some pods (ValidateSecurityContext, pkg/apis/core/validation of kubernetes v1.37.2). */
function planFalse({ path, value }: FaultyField, pod: PodView): readonly PlannedChange[] | string {
  if (isWindowsPod(pod)) return "the API server rejects the field in a pod with os.name: windows";
  const context = containerOf(pod, path)?.container.securityContext;
  if (context?.privileged === true) return "the API server rejects it beside privileged: true";
  if (context?.capabilities?.add?.includes("CAP_SYS_ADMIN") === true) {
    return "the API server rejects it beside an added CAP_SYS_ADMIN";
  }
  return [add(path, false, value === true ? "medium" : "low")];
}
