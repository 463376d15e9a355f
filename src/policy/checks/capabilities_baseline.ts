import type { Check, Forbidden } from "../check.ts";
import { detail } from "../words/detail.ts";
import type { PodView } from "../pod-view.ts";
import { addedBeyond, MUST_NOT_INCLUDE, mustNotInclude, removeCapabilities } from "../fields/capabilities.ts";
import { containerFields } from "../fields/restricted-fields.ts";
import { celList, everyContainer } from "../fields/cel.ts";
import { planAdded } from "../fix/capabilities.ts";

const REASON = "non-default capabilities";
/** The capabilities that container runtimes grant by default, without NET_RAW. */
const DEFAULT_CAPABILITIES = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
];

/** policy/check_capabilities_baseline.go of k8s.io/pod-security-admission v0.37.2. */
export const capabilities_baseline: Check = {
  id: "capabilities_baseline",
  level: "baseline",
  title: "Capabilities",
  requirement: "Containers add only capabilities that container runtimes grant by default, without NET_RAW.",
  description:
    "Each capability beyond the container runtime's default set gives a container a part of root's power over the node. " +
    "NET_RAW is not allowed either, because a container can forge packets with it.",
  restrictedFields: containerFields("securityContext.capabilities.add"),
  allowedValues: ["undefined / nil", ...DEFAULT_CAPABILITIES],
  remediation:
    "Remove the capability from securityContext.capabilities.add. " +
    "Names are written in capitals and without the prefix CAP_: NET_BIND_SERVICE.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: proxy
 spec:
   containers:
     - name: proxy
       image: registry.example.com/proxy:1.4
       securityContext:
         capabilities:
-          add: [NET_ADMIN, NET_BIND_SERVICE]
+          add: [NET_BIND_SERVICE]
`,
  reasons: [REASON],
  readDetail: detail(MUST_NOT_INCLUDE, ([names, added]) => removeCapabilities(names, added)),
  fix: {
    kind: "take away",
    risk: "high",
    edit: "Removes the capabilities that are not allowed. A name such as CAP_KILL or kill becomes KILL.",
    mayBreak: "what the capability was added for: the system call fails with “operation not permitted”",
    plan: (pod, { fields }) => planAdded(pod, fields, DEFAULT_CAPABILITIES),
  },
  revisions: [
    {
      since: 0,
      check: capabilitiesBaseline_1_0,
      cel: everyContainer(
        `c.?securityContext.?capabilities.?add.orValue([]).all(a, a in ${celList(DEFAULT_CAPABILITIES)})`,
      ),
    },
  ],
};

function capabilitiesBaseline_1_0(pod: PodView): Forbidden | undefined {
  const bad = pod.containers
    .map((visited) => ({ name: visited.name, added: addedBeyond(DEFAULT_CAPABILITIES, visited) }))
    .filter(({ added }) => added.length > 0);
  if (bad.length === 0) return undefined;
  return {
    reason: REASON,
    detail: mustNotInclude(bad),
    fields: bad.flatMap(({ added }) => added),
  };
}
