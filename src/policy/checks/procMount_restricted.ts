import type { Check } from "../check.ts";
import {
  PROC_MOUNT_FIX,
  procMount_1_0,
  PROC_MOUNT_CEL,
  READ_PROC_MOUNT,
  PROC_MOUNT_REASON,
} from "../fields/proc-mount.ts";
import { containerFields } from "../fields/restricted-fields.ts";

/** policy/check_procMount_restricted.go of k8s.io/pod-security-admission v0.37.2. */
export const procMount_restricted: Check = {
  id: "procMount_restricted",
  level: "restricted",
  title: "/proc Mount Type",
  requirement: "Containers keep the default masks of /proc, in user namespaces too.",
  description:
    "Container runtimes mask the parts of /proc that contain information about the node or can change it. " +
    "From v1.35 on the baseline level allows pods in user namespaces to unmask them; the restricted level does not.",
  restrictedFields: containerFields("securityContext.procMount"),
  allowedValues: ["undefined / nil", "Default"],
  remediation: "Remove securityContext.procMount, or set it to Default.",
  userNamespaces: "It applies to pods with spec.hostUsers: false, too. The check of the baseline level does not.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: build
 spec:
   hostUsers: false
   securityContext:
     runAsNonRoot: true
     seccompProfile:
       type: RuntimeDefault
   containers:
     - name: build
       image: registry.example.com/build:1.4
       securityContext:
         allowPrivilegeEscalation: false
         capabilities:
           drop: [ALL]
-        procMount: Unmasked
+        procMount: Default
`,
  reasons: [PROC_MOUNT_REASON],
  readDetail: READ_PROC_MOUNT,
  fix: PROC_MOUNT_FIX,
  revisions: [
    {
      since: 35,
      check: procMount_1_0,
      cel: PROC_MOUNT_CEL,
      overrides: ["procMount"],
      change: "It has the rule that procMount had up to v1.34, for every pod.",
    },
  ],
};
