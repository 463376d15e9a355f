import type { FieldChange } from "../../api/checks/field-change.ts";
import type { Check, FaultyField, FixPlan, Forbidden } from "../check.ts";
import { addedBeyond, MUST_NOT_INCLUDE, mustNotInclude, removeCapabilities } from "../fields/capabilities.ts";
import { detail, firstOf, setInContainers } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import { containerOf, type PodView, type VisitedContainer } from "../pod-view.ts";
import { isWindowsPod } from "../fields/relaxations.ts";
import { containerFields } from "../fields/restricted-fields.ts";
import { CONTAINERS } from "../words/slots.ts";
import { everyContainer, unlessWindows } from "../fields/cel.ts";
import { planAdded, plainName } from "../fix/capabilities.ts";
import { add, planEach } from "../fix/planning.ts";
import { userOf } from "../fix/users.ts";

const REASON = "unrestricted capabilities";
const MUST_DROP_ALL = phrase`${CONTAINERS} must set securityContext.capabilities.drop=["ALL"]`;
const BOTH = phrase`${MUST_DROP_ALL}; ${MUST_NOT_INCLUDE}`;

const ALLOWED_1_22 = ["drop: any list that includes ALL", "add: undefined / nil, NET_BIND_SERVICE"];

const CEL_1_22 = everyContainer(
  "c.?securityContext.?capabilities.?drop.orValue([]).exists(d, d == 'ALL') && " +
    "c.?securityContext.?capabilities.?add.orValue([]).all(a, a == 'NET_BIND_SERVICE')",
);

/** policy/check_capabilities_restricted.go of k8s.io/pod-security-admission v0.37.2. */
export const capabilities_restricted: Check = {
  id: "capabilities_restricted",
  level: "restricted",
  title: "Capabilities",
  requirement: "Every container drops all capabilities, and adds at most NET_BIND_SERVICE.",
  description:
    "The kernel divides root's privileges into capabilities. A container that drops all of them has none of these " +
    "privileges. It may add NET_BIND_SERVICE, to listen on ports below 1024.",
  restrictedFields: containerFields("securityContext.capabilities.drop", "securityContext.capabilities.add"),
  allowedValues: [...ALLOWED_1_22, "any value where spec.os.name is windows"],
  remediation:
    'Set securityContext.capabilities.drop to ["ALL"] in every container, in capitals, ' +
    "and remove everything but NET_BIND_SERVICE from capabilities.add.",
  windows:
    "From v1.25 on neither it nor capabilities_baseline, which it replaces, applies to pods with spec.os.name: windows. " +
    "The API server rejects capabilities in such pods.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: web
 spec:
   securityContext:
     runAsNonRoot: true
     seccompProfile:
       type: RuntimeDefault
   containers:
     - name: web
       image: registry.example.com/web:1.4
       securityContext:
         allowPrivilegeEscalation: false
         capabilities:
-          add: [CHOWN, NET_BIND_SERVICE]
+          add: [NET_BIND_SERVICE]
+          drop: [ALL]
`,
  reasons: [REASON],
  readDetail: firstOf(
    detail(MUST_DROP_ALL, ([names]) => dropAll(names)),
    detail(MUST_NOT_INCLUDE, ([names, added]) => removeCapabilities(names, added)),
    detail(BOTH, ([[missing], [adding, added]]) => [...dropAll(missing), ...removeCapabilities(adding, added)]),
  ),
  fix: {
    kind: "add",
    risk: "medium",
    edit: "Adds ALL to capabilities.drop of each container. Added capabilities other than NET_BIND_SERVICE are taken away.",
    mayBreak:
      "containers that start as root and then change the owner of files or their user (the official images of postgres, redis, " +
      "mysql and nginx), that listen on a port below 1024 (add NET_BIND_SERVICE), that send pings, or that write files of other " +
      "users: “operation not permitted” or “permission denied” at the start. A process that is not root has no capabilities to lose",
    plan: planCapabilities,
  },
  revisions: [
    {
      since: 22,
      check: capabilitiesRestricted_1_22,
      cel: CEL_1_22,
      overrides: ["capabilities_baseline"],
      change: "Replaces capabilities_baseline. Before, both levels allowed the same capabilities.",
      effect: "tightens",
      allowedValues: ALLOWED_1_22,
    },
    {
      since: 25,
      check: capabilitiesRestricted_1_25,
      cel: unlessWindows(CEL_1_22),
      overrides: ["capabilities_baseline"],
      change: "No longer applies to pods with spec.os.name: windows.",
      effect: "relaxes",
    },
  ],
};

function capabilitiesRestricted_1_22(pod: PodView): Forbidden | undefined {
  const containers = pod.containers.map((visited) => ({
    name: visited.name,
    missing: dropWithoutAll(visited),
    added: addedBeyond(["NET_BIND_SERVICE"], visited),
  }));
  const missing = containers.filter((container) => container.missing.length > 0);
  const adding = containers.filter((container) => container.added.length > 0);
  const clauses: string[] = [];
  if (missing.length > 0) clauses.push(MUST_DROP_ALL.write([missing.map(({ name }) => name)]));
  if (adding.length > 0) clauses.push(mustNotInclude(adding));
  if (clauses.length === 0) return undefined;
  return {
    reason: REASON,
    detail: clauses.join("; "),
    fields: containers.flatMap(({ missing, added }) => missing.concat(added)),
  };
}

function capabilitiesRestricted_1_25(pod: PodView): Forbidden | undefined {
  return isWindowsPod(pod) ? undefined : capabilitiesRestricted_1_22(pod);
}

function dropAll(containers: readonly string[]): FieldChange[] {
  return setInContainers(containers, "securityContext.capabilities.drop", ["ALL"]);
}

/** The `drop` list of a container, if it does not contain `ALL`. Listing every capability, or `all`, is not enough. */
function dropWithoutAll({ container, path }: VisitedContainer): FaultyField[] {
  const drop = container.securityContext?.capabilities?.drop ?? null;
  if (drop?.includes("ALL")) return [];
  return [{ path: [...path, "securityContext", "capabilities", "drop"], value: drop }];
}

function planCapabilities(pod: PodView, { fields }: Forbidden): FixPlan {
  const missing = fields.filter(({ path }) => path.at(-1) === "drop");
  const dropped = planEach(pod, missing, ({ path }) => {
    if (isWindowsPod(pod)) return "the API server rejects capabilities in a pod with os.name: windows";
    const visited = containerOf(pod, path);
    const drop = visited?.container.securityContext?.capabilities?.drop ?? [];
    const all = drop.findIndex((name) => plainName(name) === "ALL");
    const user = visited === undefined ? undefined : userOf(pod, visited);
    const evidence = user !== undefined && user > 0 ? "likely" : "unknown";
    return [add(path, all === -1 ? [...drop, "ALL"] : drop.with(all, "ALL"), "medium", evidence)];
  });
  const ofDrop = new Set(missing);
  const added = planAdded(
    pod,
    fields.filter((field) => !ofDrop.has(field)),
    ["NET_BIND_SERVICE"],
  );
  return {
    changes: [...dropped.changes, ...added.changes],
    undecided: [...dropped.undecided, ...added.undecided],
  };
}
