import type { Check, Forbidden } from "../check.ts";
import { detail, setInContainers } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { isWindowsPod } from "../fields/relaxations.ts";
import { containerFields } from "../fields/restricted-fields.ts";
import { CONTAINERS } from "../words/slots.ts";

const REASON = "allowPrivilegeEscalation != false";
const MUST_SET = phrase`${CONTAINERS} must set securityContext.allowPrivilegeEscalation=false`;

/** policy/check_allowPrivilegeEscalation.go of k8s.io/pod-security-admission v0.37.2. */
export const allowPrivilegeEscalation: Check = {
  id: "allowPrivilegeEscalation",
  level: "restricted",
  title: "Privilege Escalation",
  requirement: "Every container forbids its processes to gain more rights than their parent has.",
  description:
    "Unless it is forbidden, a process in a container can gain more rights than its parent has, " +
    "as with a set-user-ID program of the image.",
  restrictedFields: containerFields("securityContext.allowPrivilegeEscalation"),
  allowedValues: ["false", "any value where spec.os.name is windows"],
  remediation:
    "Set securityContext.allowPrivilegeEscalation to false in every container; " +
    "there is no such field for the whole pod.",
  windows:
    "From v1.25 on it asks nothing of pods with spec.os.name: windows, where the API server refuses the field. " +
    "Windows pods that do not name their operating system are judged like all others.",
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
  revisions: [
    { since: 8, check: allowPrivilegeEscalation_1_8, allowedValues: ["false"] },
    {
      since: 25,
      check: allowPrivilegeEscalation_1_25,
      change: "Asks nothing of pods with spec.os.name: windows; before, they were judged like all others.",
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
