import assert from "node:assert/strict";
import { test } from "node:test";
import { suggestField } from "../../../src/objects/decode/suggest-field.ts";

const CONTAINER = "belongs in a container's securityContext";

const SUGGESTIONS: readonly (readonly [name: string, struct: string, suggestion: string])[] = [
  ["runAsNonroot", "SecurityContext", "did you mean runAsNonRoot?"],
  ["runAsNonroot", "PodSecurityContext", "did you mean runAsNonRoot?"],
  ["capabilites", "SecurityContext", "did you mean capabilities?"],
  ["hotPID", "PodSpec", "did you mean hostPID?"],
  ["HostNetwork", "PodSpec", "did you mean hostNetwork?"],
  ["containres", "PodSpec", "did you mean containers?"],
  ["container", "PodSpec", "did you mean containers?"],
  ["privilaged", "SecurityContext", "did you mean privileged?"],
  ["priviledged", "SecurityContext", "did you mean privileged?"],
  ["readOnlyRootFileSystem", "SecurityContext", "did you mean readOnlyRootFilesystem?"],
  ["allowPrivilegeEscalationn", "SecurityContext", "did you mean allowPrivilegeEscalation?"],
  ["seccompprofile", "SecurityContext", "did you mean seccompProfile?"],
  ["lables", "ObjectMeta", "did you mean labels?"],
  ["replica", "apps/v1.DeploymentSpec", "did you mean replicas?"],

  ["hostNetwork", "Container", "hostNetwork belongs in the pod's spec"],
  ["securityContext", "apps/v1.DeploymentSpec", "securityContext belongs in the pod's spec"],
  ["restartPolicy", "apps/v1.DeploymentSpec", "restartPolicy belongs in the pod's spec"],
  ["image", "PodSpec", "image belongs in a container"],
  ["runAsUser", "Container", `runAsUser ${CONTAINER}`],
  ["runAsUser", "PodSpec", "runAsUser belongs in the pod's spec.securityContext"],
  ["privileged", "PodSpec", `privileged ${CONTAINER}`],
  ["privileged", "Container", `privileged ${CONTAINER}`],
  ["privileged", "PodSecurityContext", `privileged ${CONTAINER}`],
  ["capabilities", "Container", `capabilities ${CONTAINER}`],
  ["fsGroup", "SecurityContext", "fsGroup belongs in the pod's spec.securityContext"],
  ["runAsNonRoot", "apps/v1.DeploymentSpec", `runAsNonRoot ${CONTAINER}`],

  ["hostPidd", "Container", "did you mean hostPID, in the pod's spec?"],
  ["privilegd", "Container", "did you mean privileged, in a container's securityContext?"],

  ["foo", "PodSpec", ""],
  ["x", "PodSpec", ""],
  ["seccomp", "SecurityContext", ""],
  ["hostPort", "Container", ""],
  ["__proto__", "PodSpec", ""],
  ["constructor", "PodSpec", ""],
  ["toString", "NoSuchStruct", ""],
  ["", "PodSpec", ""],
  ["a".repeat(1_000_000), "PodSpec", ""],
];

for (const [name, struct, suggestion] of SUGGESTIONS) {
  test(`${name.slice(0, 40)} in ${struct}: ${suggestion}`, () => {
    assert.equal(suggestField(name, struct), suggestion);
  });
}
