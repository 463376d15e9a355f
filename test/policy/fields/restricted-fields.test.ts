import assert from "node:assert/strict";
import { test } from "node:test";
import { containerFields, securityContextFields } from "../../../src/policy/fields/restricted-fields.ts";

test("containerFields names each field in each list of containers", () => {
  assert.deepEqual(containerFields("ports[*].hostPort", "name"), [
    "spec.containers[*].ports[*].hostPort",
    "spec.containers[*].name",
    "spec.initContainers[*].ports[*].hostPort",
    "spec.initContainers[*].name",
    "spec.ephemeralContainers[*].ports[*].hostPort",
    "spec.ephemeralContainers[*].name",
  ]);
});

test("securityContextFields names a field of the pod's security context and of each container's", () => {
  assert.deepEqual(securityContextFields("runAsUser"), [
    "spec.securityContext.runAsUser",
    "spec.containers[*].securityContext.runAsUser",
    "spec.initContainers[*].securityContext.runAsUser",
    "spec.ephemeralContainers[*].securityContext.runAsUser",
  ]);
});
