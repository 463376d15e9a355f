import type { Check, Forbidden } from "../check.ts";
import { detail, setInContainers } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { containerFields } from "../fields/restricted-fields.ts";
import { CONTAINERS } from "../words/slots.ts";
import { everyContainer } from "../fields/cel.ts";
import { decide } from "../fix/planning.ts";

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
  fix: decide(
    [
      {
        when: "a few rights of root, such as the configuration of the network",
        change: "remove it, and add the capability; NET_ADMIN and SYS_ADMIN are not allowed at baseline either",
      },
      { when: "one device of the node", change: "remove it, and use a device plugin" },
      {
        when: "building images, or containers in containers",
        change: "remove it, and use a builder without privileges, or hostUsers: false",
      },
      {
        when: "an agent that configures the nodes",
        change: "keep it, and run it in a namespace of its own with the level privileged",
      },
    ],
    "The container loses all capabilities beyond the default ones, the devices of the node, the writable /sys and the unmasked /proc.",
  ),
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
