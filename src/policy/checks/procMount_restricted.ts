import type { Check } from "../check.ts";
import { procMount_1_0, READ_PROC_MOUNT, PROC_MOUNT_REASON } from "../fields/proc-mount.ts";
import { containerFields } from "../fields/restricted-fields.ts";

/** policy/check_procMount_restricted.go of k8s.io/pod-security-admission v0.37.2. */
export const procMount_restricted: Check = {
  id: "procMount_restricted",
  level: "restricted",
  title: "/proc Mount Type",
  requirement: "Containers keep the masks over /proc, in user namespaces too.",
  description:
    "Container runtimes mask the parts of /proc that tell about the node or change it. " +
    "The baseline level lets pods in user namespaces unmask them from v1.35 on; the restricted level does not.",
  restrictedFields: containerFields("securityContext.procMount"),
  allowedValues: ["undefined / nil", "Default"],
  remediation: "Remove securityContext.procMount, or set it to Default.",
  userNamespaces: "Pods with spec.hostUsers: false have to meet it too; at the baseline level they need not.",
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
  revisions: [
    {
      since: 35,
      check: procMount_1_0,
      overrides: ["procMount"],
      change: "Takes the place of procMount and goes on asking what that asked of every pod up to v1.34.",
    },
  ],
};
