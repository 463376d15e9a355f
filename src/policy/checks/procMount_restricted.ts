import type { Check } from "../check.ts";
import { procMount_1_0 } from "../proc-mount.ts";
import { containerFields } from "../restricted-fields.ts";

/** policy/check_procMount_restricted.go of k8s.io/pod-security-admission v0.37.2. */
export const procMount_restricted: Check = {
  id: "procMount_restricted",
  level: "restricted",
  title: "/proc Mount Type",
  description:
    "Container runtimes mask the parts of /proc that tell about the node or change it. " +
    "The baseline level lets pods in user namespaces unmask them from v1.35 on; the restricted level does not.",
  restrictedFields: containerFields("securityContext.procMount"),
  allowedValues: ["undefined / nil", "Default"],
  remediation: "Remove securityContext.procMount, or set it to Default.",
  revisions: [{ since: 35, check: procMount_1_0, overrides: ["procMount"] }],
};
