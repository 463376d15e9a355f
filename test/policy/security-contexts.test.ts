import assert from "node:assert/strict";
import { test } from "node:test";
import { settersOf, visitSecurityContexts } from "../../src/policy/security-contexts.ts";

test("the pod's security context comes first, then those of the containers; none is an empty one", () => {
  const pod = {
    spec: {
      containers: [{ name: "a", securityContext: { runAsUser: 1 } }, { name: "b" }],
      initContainers: [{ name: "i" }],
    },
  };
  assert.deepEqual(visitSecurityContexts(pod), [
    { container: undefined, securityContext: {}, path: ["spec", "securityContext"] },
    { container: "i", securityContext: {}, path: ["spec", "initContainers", 0, "securityContext"] },
    { container: "a", securityContext: { runAsUser: 1 }, path: ["spec", "containers", 0, "securityContext"] },
    { container: "b", securityContext: {}, path: ["spec", "containers", 1, "securityContext"] },
  ]);
});

test("nothing is inherited from the pod", () => {
  const [pod, container] = visitSecurityContexts({
    spec: { securityContext: { runAsUser: 0 }, containers: [{ name: "a" }] },
  });
  assert.deepEqual([pod?.securityContext, container?.securityContext], [{ runAsUser: 0 }, {}]);
});

test("settersOf tells the pod from containers, and from one without a name", () => {
  assert.equal(settersOf([{ container: undefined }]), "pod");
  assert.equal(settersOf([{ container: "" }]), 'container ""');
  assert.equal(
    settersOf([{ container: undefined }, { container: "b" }, { container: "a" }]),
    'pod and containers "b", "a"',
  );
});
