import type { Check, Forbidden } from "../check.ts";
import type { PodView } from "../pod-view.ts";
import { procMount_1_0 } from "../fields/proc-mount.ts";
import { isRelaxedForUserNamespace } from "../fields/relaxations.ts";
import { containerFields } from "../fields/restricted-fields.ts";

/** policy/check_procMount_baseline.go of k8s.io/pod-security-admission v0.37.2. */
export const procMount: Check = {
  id: "procMount",
  level: "baseline",
  title: "/proc Mount Type",
  requirement: "Containers keep the masks over /proc.",
  description:
    "Container runtimes mask the parts of /proc that tell about the node or change it. " +
    "An unmasked /proc is safe only for root of a user namespace, who has no rights on the node.",
  restrictedFields: containerFields("securityContext.procMount"),
  allowedValues: ["undefined / nil", "Default", "any value where spec.hostUsers is false"],
  remediation:
    "Remove securityContext.procMount, or set it to Default; or give the pod a user namespace (hostUsers: false).",
  userNamespaces:
    "From v1.35 on a pod with spec.hostUsers: false may unmask /proc at the baseline level, but not at the restricted " +
    "one. The API server lets no other pod do so anyway.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: build
 spec:
+  hostUsers: false
   containers:
     - name: build
       image: registry.example.com/build:1.4
       securityContext:
         procMount: Unmasked
`,
  revisions: [
    { since: 0, check: procMount_1_0, allowedValues: ["undefined / nil", "Default"] },
    {
      since: 35,
      check: procMount_1_35,
      change: "Asks nothing of pods with spec.hostUsers: false; before, they were judged like all others.",
      effect: "relaxes",
    },
  ],
};

function procMount_1_35(pod: PodView): Forbidden | undefined {
  return isRelaxedForUserNamespace(pod) ? undefined : procMount_1_0(pod);
}
