import type { Check, Forbidden } from "../check.ts";
import { detail, setInPod } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { listOf } from "../words/slots.ts";
import { decide } from "../fix/planning.ts";

const HOST_NAMESPACES = ["hostNetwork", "hostPID", "hostIPC"] as const;
const REASON = "host namespaces";
const IS_TRUE = "=true";
const SHARED = phrase`${listOf(`(?:${HOST_NAMESPACES.join("|")})${IS_TRUE}`)}`;

const CEL_1_0 = ["hostNetwork", "hostPID", "hostIPC"]
  .map((field) => `!variables.spec.?${field}.orValue(false)`)
  .join(" && ");

/** policy/check_hostNamespaces.go of k8s.io/pod-security-admission v0.37.2. */
export const hostNamespaces: Check = {
  id: "hostNamespaces",
  level: "baseline",
  title: "Host Namespaces",
  requirement: "Pods do not share the network, process or IPC namespace of the node.",
  description:
    "A pod in the network, process or IPC namespace of the node sees the node's traffic, processes or shared memory, " +
    "and can connect to services that listen only on the node.",
  restrictedFields: HOST_NAMESPACES.map((field) => `spec.${field}`),
  allowedValues: ["undefined / nil", "false"],
  remediation: "Remove hostNetwork, hostPID and hostIPC, or set them to false. Expose the pod by a Service.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: metrics
 spec:
-  hostNetwork: true
-  hostPID: true
-  hostIPC: true
   containers:
     - name: metrics
       image: registry.example.com/metrics:1.4
`,
  reasons: [REASON],
  readDetail: detail(SHARED, ([fields]) =>
    fields.map((field) => setInPod(`spec.${field.slice(0, -IS_TRUE.length)}`, false)),
  ),
  fix: decide(
    [
      {
        when: "hostNetwork, to be reached at the addresses of the nodes",
        change: "remove it, and expose the pods by a Service of type NodePort or LoadBalancer",
      },
      {
        when: "hostPID or hostIPC, left over or copied",
        change: "remove it",
      },
      {
        when: "an agent that configures or observes the nodes",
        change: "keep it, and run it in a namespace of its own with the level privileged",
      },
    ],
    "The pod gets an address, processes and shared memory of its own: clients that use the address of the node, and tools that look at its processes, find nothing.",
  ),
  revisions: [{ since: 0, check: hostNamespaces_1_0, cel: CEL_1_0 }],
};

function hostNamespaces_1_0(pod: PodView): Forbidden | undefined {
  const shared = HOST_NAMESPACES.filter((field) => pod.spec[field] === true);
  if (shared.length === 0) return undefined;
  return {
    reason: REASON,
    detail: SHARED.write([shared.map((field) => field + IS_TRUE)]),
    fields: shared.map((field) => ({ path: ["spec", field], value: true })),
  };
}
