import type { Check, Forbidden } from "../check.ts";
import type { PodView } from "../pod-view.ts";
import {
  PROC_MOUNT_FIX,
  procMount_1_0,
  PROC_MOUNT_CEL,
  READ_PROC_MOUNT,
  PROC_MOUNT_REASON,
} from "../fields/proc-mount.ts";
import { isRelaxedForUserNamespace } from "../fields/relaxations.ts";
import { containerFields } from "../fields/restricted-fields.ts";
import { unlessUserNamespace } from "../fields/cel.ts";

/** policy/check_procMount_baseline.go of k8s.io/pod-security-admission v0.37.2. */
export const procMount: Check = {
  id: "procMount",
  level: "baseline",
  title: "/proc Mount Type",
  requirement: "Containers keep the default masks of /proc.",
  description:
    "Container runtimes mask the parts of /proc that contain information about the node or can change it. " +
    "An unmasked /proc is safe only in a user namespace, where root has no privileges on the node.",
  restrictedFields: containerFields("securityContext.procMount"),
  allowedValues: ["undefined / nil", "Default", "any value where spec.hostUsers is false"],
  remediation:
    "Remove securityContext.procMount, or set it to Default. Or run the pod in a user namespace (hostUsers: false).",
  userNamespaces:
    "From v1.35 on a pod with spec.hostUsers: false may unmask /proc at the baseline level, but not at the restricted " +
    "level. The API server does not allow it for any other pod.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: build
 spec:
   containers:
     - name: build
       image: registry.example.com/build:1.4
       securityContext:
-        procMount: Unmasked
+        procMount: Default
`,
  reasons: [PROC_MOUNT_REASON],
  readDetail: READ_PROC_MOUNT,
  fix: PROC_MOUNT_FIX,
  revisions: [
    { since: 0, check: procMount_1_0, cel: PROC_MOUNT_CEL, allowedValues: ["undefined / nil", "Default"] },
    {
      since: 35,
      check: procMount_1_35,
      cel: unlessUserNamespace(PROC_MOUNT_CEL),
      change: "No longer applies to pods with spec.hostUsers: false.",
      effect: "relaxes",
    },
  ],
};

function procMount_1_35(pod: PodView): Forbidden | undefined {
  return isRelaxedForUserNamespace(pod) ? undefined : procMount_1_0(pod);
}
