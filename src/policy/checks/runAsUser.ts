import type { Check, Forbidden } from "../check.ts";
import { detail, instructInSetters } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { isRelaxedForUserNamespace } from "../fields/relaxations.ts";
import { securityContextFields } from "../fields/restricted-fields.ts";
import { SETTERS } from "../words/slots.ts";
import { everySecurityContext, unlessUserNamespace } from "../fields/cel.ts";
import { decide } from "../fix/planning.ts";

const REASON = "runAsUser=0";
const MUST_NOT_SET = phrase`${SETTERS} must not set runAsUser=0`;

const ALLOWED_1_23 = ["undefined / nil", "any number but 0"];

const CEL_1_23 = everySecurityContext((context) => `${context}.?runAsUser.orValue(1) != 0`);

/** policy/check_runAsUser.go of k8s.io/pod-security-admission v0.37.2. */
export const runAsUser: Check = {
  id: "runAsUser",
  level: "restricted",
  title: "Running as Non-root user",
  requirement: "Neither the pod nor a container sets runAsUser to 0.",
  description:
    "User 0 is root in the container and, outside a user namespace, on the node. " +
    "The pod may not set it even if every container sets another user.",
  restrictedFields: securityContextFields("runAsUser"),
  allowedValues: [...ALLOWED_1_23, "any value where spec.hostUsers is false"],
  remediation:
    "Remove runAsUser: 0, or set the ID of another user. That user must be able to read the files of the image.",
  windows: "The API server rejects the field in pods with spec.os.name: windows, so these pods always meet it.",
  userNamespaces:
    "From v1.35 on it does not apply to pods with spec.hostUsers: false: their root has no privileges on the node.",
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
-        runAsUser: 0
         allowPrivilegeEscalation: false
         capabilities:
           drop: [ALL]
`,
  reasons: [REASON],
  readDetail: detail(MUST_NOT_SET, ([setters]) =>
    instructInSetters(setters, "runAsUser", "remove securityContext.runAsUser: 0, or set the ID of another user"),
  ),
  fix: decide(
    [
      { when: "an image with a user of its own", change: "remove runAsUser: 0, so that the image decides" },
      {
        when: "an image that can run as any user",
        change: "runAsUser: 1000, and fsGroup: 1000 for its volumes",
      },
      {
        when: "a container that needs root inside",
        change: "hostUsers: false: from v1.35 on the level allows root in a user namespace",
      },
    ],
    "Another user may not read or write the files that belong to root, and may not listen on ports below 1024 with every runtime.",
  ),
  revisions: [
    { since: 23, check: runAsUser_1_23, cel: CEL_1_23, allowedValues: ALLOWED_1_23 },
    {
      since: 35,
      check: runAsUser_1_35,
      cel: unlessUserNamespace(CEL_1_23),
      change: "No longer applies to pods with spec.hostUsers: false.",
      effect: "relaxes",
    },
  ],
};

function runAsUser_1_23(pod: PodView): Forbidden | undefined {
  const bad = pod.securityContexts.filter(({ securityContext }) => securityContext.runAsUser === 0);
  if (bad.length === 0) return undefined;
  return {
    reason: REASON,
    detail: MUST_NOT_SET.write([bad]),
    fields: bad.map(({ path }) => ({ path: [...path, "runAsUser"], value: 0 })),
  };
}

function runAsUser_1_35(pod: PodView): Forbidden | undefined {
  return isRelaxedForUserNamespace(pod) ? undefined : runAsUser_1_23(pod);
}
