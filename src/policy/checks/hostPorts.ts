import type { FieldPath } from "../../api/field-path.ts";
import type { Check, FaultyField, Forbidden, PlannedChange } from "../check.ts";
import { detail, instructInContainers } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView, VisitedContainer } from "../pod-view.ts";
import { containerFields } from "../fields/restricted-fields.ts";
import { CONTAINERS, counted, listOf } from "../words/slots.ts";
import { sortedSet } from "../words/wording.ts";
import { everyContainer } from "../fields/cel.ts";
import { planEach, takeAway } from "../fix/planning.ts";

const REASON = "hostPort";
const USES = phrase`${CONTAINERS} ${counted("uses", "use")} ${counted("hostPort", "hostPorts")} ${listOf(String.raw`-?\d+`)}`;

/** policy/check_hostPorts.go of k8s.io/pod-security-admission v0.37.2. */
export const hostPorts: Check = {
  id: "hostPorts",
  level: "baseline",
  title: "Host Ports",
  requirement: "Containers do not use ports of the node.",
  description:
    "Everyone who can reach the node can reach a host port, without a Service of the cluster. No other pod on the node " +
    "can use the same port.",
  restrictedFields: containerFields("ports[*].hostPort"),
  allowedValues: ["undefined / nil", "0"],
  remediation:
    "Remove hostPort and expose the container by a Service, of type NodePort or LoadBalancer for access from outside. " +
    "If a pod sets hostNetwork, the API server sets hostPort.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: web
 spec:
   containers:
     - name: web
       image: registry.example.com/web:1.4
       ports:
         - containerPort: 8080
-          hostPort: 80
`,
  reasons: [REASON],
  readDetail: detail(USES, ([names, , , ports]) =>
    instructInContainers(names, "ports", `remove hostPort: ${ports.join(", ")} from ports`),
  ),
  fix: {
    kind: "take away",
    risk: "high",
    edit: "Removes hostPort and hostIP. A pod with hostNetwork: true needs a decision about that first.",
    mayBreak:
      "clients that connect to the address of a node: “connection refused”. A Service of type NodePort or LoadBalancer replaces it",
    plan: (pod, { fields }) => planEach(pod, fields, removePort),
  },
  revisions: [
    { since: 0, check: hostPorts_1_0, cel: everyContainer("c.?ports.orValue([]).all(p, p.?hostPort.orValue(0) == 0)") },
  ],
};

function hostPorts_1_0(pod: PodView): Forbidden | undefined {
  const bad = pod.containers
    .map((visited) => ({ name: visited.name, fields: portsOfTheHost(visited) }))
    .filter(({ fields }) => fields.length > 0);
  if (bad.length === 0) return undefined;
  const fields = bad.flatMap((container) => container.fields);
  const ports = sortedSet(fields.map(({ value }) => String(value)));
  return {
    reason: REASON,
    detail: USES.write([bad.map(({ name }) => name), bad.length, ports.length, ports]),
    fields,
  };
}

function portsOfTheHost({ container, path }: VisitedContainer): { path: FieldPath; value: number }[] {
  return (container.ports ?? []).flatMap(({ hostPort }, index) =>
    hostPort ? [{ path: [...path, "ports", index, "hostPort"], value: hostPort }] : [],
  );
}

/** With hostNetwork the API server sets hostPort (pkg/apis/core/v1/defaults.go, kubernetes v1.37.2). */
function removePort({ path }: FaultyField, pod: PodView): readonly PlannedChange[] | string {
  if (pod.spec.hostNetwork === true) return "with hostNetwork: true the API server sets hostPort";
  return [takeAway(path, "high"), takeAway([...path.slice(0, -1), "hostIP"], "high")];
}
