import type { Check, Forbidden } from "../check.ts";
import { detail, setInContainers } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { containerFields } from "../fields/restricted-fields.ts";
import { CONTAINERS } from "../words/slots.ts";
import { everyContainer } from "../fields/cel.ts";

const REASON = "privileged";
const MUST_NOT_SET = phrase`${CONTAINERS} must not set securityContext.privileged=true`;

/** policy/check_privileged.go of k8s.io/pod-security-admission v0.37.2. */
export const privileged: Check = {
  id: "privileged",
  level: "baseline",
  title: "Privileged Containers",
  requirement: "No container is privileged.",
  description:
    "A privileged container has every capability and every device of the node, " +
    "and is not isolated from the node: it can become root there.",
  restrictedFields: containerFields("securityContext.privileged"),
  allowedValues: ["undefined / nil", "false"],
  remediation:
    "Remove securityContext.privileged, or set it to false; " +
    "add only the capability, device plugin or volume that the container needs.",
  windows:
    "Windows has no privileged containers. HostProcess containers are similar: the check windowsHostProcess forbids them.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: web
 spec:
   containers:
     - name: web
       image: registry.example.com/web:1.4
       securityContext:
-        privileged: true
+        privileged: false
`,
  reasons: [REASON],
  readDetail: detail(MUST_NOT_SET, ([names]) => setInContainers(names, "securityContext.privileged", false)),
  revisions: [
    { since: 0, check: privileged_1_0, cel: everyContainer("!c.?securityContext.?privileged.orValue(false)") },
  ],
};

function privileged_1_0(pod: PodView): Forbidden | undefined {
  const bad = pod.containers.filter(({ container }) => container.securityContext?.privileged === true);
  if (bad.length === 0) return undefined;
  return {
    reason: REASON,
    detail: MUST_NOT_SET.write([bad.map(({ name }) => name)]),
    fields: bad.map(({ path }) => ({ path: [...path, "securityContext", "privileged"], value: true })),
  };
}
