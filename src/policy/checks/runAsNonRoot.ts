import type { Check, FixPlan, Forbidden, PlannedChange, Undecided } from "../check.ts";
import { detail, firstOf, setInPod, setInSetters } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { isRelaxedForUserNamespace } from "../fields/relaxations.ts";
import { securityContextFields } from "../fields/restricted-fields.ts";
import { CONTAINERS, SETTERS } from "../words/slots.ts";
import { everyContainer, unlessUserNamespace } from "../fields/cel.ts";
import { add } from "../fix/planning.ts";
import { POD_CONTEXT, contextOf, declaredContainers, isSetInContainers } from "../fix/placing.ts";
import { evidenceForNonRoot } from "../fix/users.ts";

const REASON = "runAsNonRoot != true";
const MUST_NOT_SET = phrase`${SETTERS} must not set securityContext.runAsNonRoot=false`;
const MUST_SET = phrase`pod or ${CONTAINERS} must set securityContext.runAsNonRoot=true`;
const FOR_ALL = setInPod("spec.securityContext.runAsNonRoot", true);
const ALLOWED_1_0 = [
  "true",
  "undefined / nil in a container, if the pod's is true",
  "undefined / nil in the pod, if every container's is true",
];

const OF_POD = "variables.spec.?securityContext.?runAsNonRoot";
const CEL_1_0 = `${OF_POD}.orValue(true) && ${everyContainer(`c.?securityContext.?runAsNonRoot.orValue(${OF_POD}.orValue(false))`)}`;

/** policy/check_runAsNonRoot.go of k8s.io/pod-security-admission v0.37.2. */
export const runAsNonRoot: Check = {
  id: "runAsNonRoot",
  level: "restricted",
  title: "Running as Non-root",
  requirement: "No container runs as root: runAsNonRoot is true in the container or in the pod.",
  description:
    "With runAsNonRoot the kubelet does not start a container as root, whatever user its image sets. " +
    "A runAsUser other than 0 does not replace it.",
  restrictedFields: securityContextFields("runAsNonRoot"),
  allowedValues: [...ALLOWED_1_0, "any value where spec.hostUsers is false"],
  remediation:
    "Set spec.securityContext.runAsNonRoot to true and remove it from the containers. " +
    "If the image sets no numeric user other than 0, set runAsUser too.",
  windows: "It applies to Windows pods, too: it prevents containers from running as ContainerAdministrator.",
  userNamespaces:
    "From v1.35 on it does not apply to pods with spec.hostUsers: false: their root has no privileges on the node.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: web
 spec:
   securityContext:
+    runAsNonRoot: true
     seccompProfile:
       type: RuntimeDefault
   containers:
     - name: web
       image: registry.example.com/web:1.4
       securityContext:
-        runAsNonRoot: false
         allowPrivilegeEscalation: false
         capabilities:
           drop: [ALL]
`,
  reasons: [REASON],
  readDetail: firstOf(
    // A detail about false does not name the containers that set nothing. The pod sets true for them.
    detail(MUST_NOT_SET, ([setters]) => [
      FOR_ALL,
      ...setInSetters(
        setters.filter(({ container }) => container !== undefined),
        "runAsNonRoot",
        true,
      ),
    ]),
    detail(MUST_SET, () => [FOR_ALL]),
  ),
  fix: {
    kind: "add",
    risk: "high",
    edit: "Sets runAsNonRoot: true in the pod, and removes false from containers.",
    mayBreak:
      "an image whose user is root, or a name: the container does not start (CreateContainerConfigError), with “container has runAsNonRoot and image will " +
      "run as root” or “image has non-numeric user (app), cannot verify user is non-root”. Set runAsUser to the number of a user that may read the files of the image",
    plan: planNonRoot,
  },
  revisions: [
    { since: 0, check: runAsNonRoot_1_0, cel: CEL_1_0, allowedValues: ALLOWED_1_0 },
    {
      since: 35,
      check: runAsNonRoot_1_35,
      cel: unlessUserNamespace(CEL_1_0),
      change: "No longer applies to pods with spec.hostUsers: false.",
      effect: "relaxes",
    },
  ],
};

function runAsNonRoot_1_0(pod: PodView): Forbidden | undefined {
  return explicitlyBad(pod) ?? implicitlyBad(pod);
}

function runAsNonRoot_1_35(pod: PodView): Forbidden | undefined {
  return isRelaxedForUserNamespace(pod) ? undefined : runAsNonRoot_1_0(pod);
}

/**
 * The pod and the containers that set the field to false. The pod may not do so, even if every container sets it to
 * true.
 */
function explicitlyBad(pod: PodView): Forbidden | undefined {
  const bad = pod.securityContexts.filter(({ securityContext }) => securityContext.runAsNonRoot === false);
  if (bad.length === 0) return undefined;
  return {
    reason: REASON,
    detail: MUST_NOT_SET.write([bad]),
    fields: bad.map(({ path }) => ({ path: [...path, "runAsNonRoot"], value: false })),
  };
}

/**
 * The containers that do not set the field, if the pod does not set it to true and neither the pod nor a container sets
 * it to false.
 */
function implicitlyBad(pod: PodView): Forbidden | undefined {
  if (pod.spec.securityContext?.runAsNonRoot === true) return undefined;
  const bad = pod.containers.filter(({ container }) => container.securityContext?.runAsNonRoot !== true);
  if (bad.length === 0) return undefined;
  return {
    reason: REASON,
    detail: MUST_SET.write([bad.map(({ name }) => name)]),
    fields: bad.map(({ path }) => ({ path: [...path, "securityContext", "runAsNonRoot"], value: null })),
  };
}

function planNonRoot(pod: PodView): FixPlan {
  const changes: PlannedChange[] = [];
  const undecided: Undecided[] = [];
  const isInContainers = isSetInContainers(pod, "runAsNonRoot", (context) => context.runAsNonRoot === true);
  if (!isInContainers && pod.spec.securityContext?.runAsNonRoot !== true) {
    const affected = pod.containers.filter(({ container }) => container.securityContext?.runAsNonRoot !== true);
    changes.push(add([...POD_CONTEXT, "runAsNonRoot"], true, "high", evidenceForNonRoot(pod, affected)));
  }
  for (const visited of declaredContainers(pod)) {
    const value = visited.container.securityContext?.runAsNonRoot;
    const isChanged = isInContainers ? value !== true : value === false;
    if (!isChanged) continue;
    const evidence = evidenceForNonRoot(pod, [visited]);
    changes.push(add([...contextOf(visited), "runAsNonRoot"], isInContainers ? true : undefined, "high", evidence));
  }
  for (const { container, path } of pod.containers) {
    const isEphemeral = path[1] === "ephemeralContainers";
    if (isEphemeral && container.securityContext?.runAsNonRoot === false) {
      undecided.push({
        path: [...path, "securityContext", "runAsNonRoot"],
        reason: "an ephemeral container cannot be changed",
      });
    }
  }
  return { changes, undecided };
}
