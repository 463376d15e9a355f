import type { Check, Forbidden } from "../check.ts";
import type { Pod } from "../../api/pod.ts";
import { procMount_1_0 } from "../proc-mount.ts";
import { relaxPolicyForUserNamespacePod } from "../relaxations.ts";
import { containerFields } from "../restricted-fields.ts";

/** policy/check_procMount_baseline.go of k8s.io/pod-security-admission v0.37.2. */
export const procMount: Check = {
  id: "procMount",
  level: "baseline",
  title: "/proc Mount Type",
  description:
    "Container runtimes mask the parts of /proc that tell about the node or change it. " +
    "An unmasked /proc is safe only for root of a user namespace, who has no rights on the node.",
  restrictedFields: containerFields("securityContext.procMount"),
  allowedValues: ["undefined / nil", "Default", "any value where spec.hostUsers is false (from v1.35)"],
  remediation:
    "Remove securityContext.procMount, or set it to Default; or give the pod a user namespace (hostUsers: false).",
  revisions: [
    { since: 0, check: procMount_1_0 },
    { since: 35, check: procMount_1_35 },
  ],
};

function procMount_1_35(pod: Pod): Forbidden | undefined {
  return relaxPolicyForUserNamespacePod(pod) ? undefined : procMount_1_0(pod);
}
