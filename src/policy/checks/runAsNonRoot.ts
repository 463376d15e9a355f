import type { Check, Forbidden } from "../check.ts";
import type { PodView } from "../pod-view.ts";
import { isRelaxedForUserNamespace } from "../fields/relaxations.ts";
import { securityContextFields } from "../fields/restricted-fields.ts";
import { containersPhrase, settersOf } from "../wording.ts";

const REASON = "runAsNonRoot != true";
const ALLOWED_1_0 = [
  "true",
  "undefined / nil in a container, where the pod's is true",
  "undefined / nil in the pod, where every container's is true",
];

/** policy/check_runAsNonRoot.go of k8s.io/pod-security-admission v0.37.2. */
export const runAsNonRoot: Check = {
  id: "runAsNonRoot",
  level: "restricted",
  title: "Running as Non-root",
  requirement: "Every container is bound not to run as root, by itself or through the pod.",
  description:
    "With runAsNonRoot the kubelet refuses to start a container as root, whatever its image says. " +
    "A user ID other than 0 does not stand in for it.",
  restrictedFields: securityContextFields("runAsNonRoot"),
  allowedValues: [...ALLOWED_1_0, "any value where spec.hostUsers is false"],
  remediation:
    "Set spec.securityContext.runAsNonRoot to true and remove it from the containers; " +
    "where the image names no user ID other than 0, set runAsUser too.",
  windows: "Windows pods have to meet it too: there it keeps containers from running as ContainerAdministrator.",
  userNamespaces:
    "From v1.35 on it asks nothing of pods with spec.hostUsers: false, whose root has no rights on the node.",
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
         allowPrivilegeEscalation: false
         capabilities:
           drop: [ALL]
`,
  revisions: [
    { since: 0, check: runAsNonRoot_1_0, allowedValues: ALLOWED_1_0 },
    {
      since: 35,
      check: runAsNonRoot_1_35,
      change: "Asks nothing of pods with spec.hostUsers: false; before, they were judged like all others.",
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
    detail: `${settersOf(bad)} must not set securityContext.runAsNonRoot=false`,
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
    detail: `pod or ${containersPhrase(bad.map(({ name }) => name))} must set securityContext.runAsNonRoot=true`,
    fields: bad.map(({ path }) => ({ path: [...path, "securityContext", "runAsNonRoot"], value: null })),
  };
}
