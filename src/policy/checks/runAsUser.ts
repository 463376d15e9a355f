import type { Check, Forbidden } from "../check.ts";
import type { PodView } from "../pod-view.ts";
import { isRelaxedForUserNamespace } from "../fields/relaxations.ts";
import { securityContextFields } from "../fields/restricted-fields.ts";
import { settersOf } from "../wording.ts";

const ALLOWED_1_23 = ["undefined / nil", "any number but 0"];

/** policy/check_runAsUser.go of k8s.io/pod-security-admission v0.37.2. */
export const runAsUser: Check = {
  id: "runAsUser",
  level: "restricted",
  title: "Running as Non-root user",
  requirement: "Neither the pod nor a container sets user 0.",
  description:
    "User 0 is root, of the container and, outside a user namespace, of the node. " +
    "Nothing is inherited: a pod may not set it even where every container sets another.",
  restrictedFields: securityContextFields("runAsUser"),
  allowedValues: [...ALLOWED_1_23, "any value where spec.hostUsers is false"],
  remediation: "Remove runAsUser: 0, or set the ID of another user, for whom the image's files have to be readable.",
  windows: "The API server refuses the field in pods with spec.os.name: windows, so that they meet it anyway.",
  userNamespaces:
    "From v1.35 on it asks nothing of pods with spec.hostUsers: false, whose root has no rights on the node.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: web
 spec:
   securityContext:
     runAsNonRoot: true
-    runAsUser: 0
+    runAsUser: 10001
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
    { since: 23, check: runAsUser_1_23, allowedValues: ALLOWED_1_23 },
    {
      since: 35,
      check: runAsUser_1_35,
      change: "Asks nothing of pods with spec.hostUsers: false; before, they were judged like all others.",
      effect: "relaxes",
    },
  ],
};

function runAsUser_1_23(pod: PodView): Forbidden | undefined {
  const bad = pod.securityContexts.filter(({ securityContext }) => securityContext.runAsUser === 0);
  if (bad.length === 0) return undefined;
  return {
    reason: "runAsUser=0",
    detail: `${settersOf(bad)} must not set runAsUser=0`,
    fields: bad.map(({ path }) => ({ path: [...path, "runAsUser"], value: 0 })),
  };
}

function runAsUser_1_35(pod: PodView): Forbidden | undefined {
  return isRelaxedForUserNamespace(pod) ? undefined : runAsUser_1_23(pod);
}
