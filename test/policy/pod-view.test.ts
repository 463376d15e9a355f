import assert from "node:assert/strict";
import { test } from "node:test";
import { viewPod } from "../../src/policy/evaluator.ts";
import { containerOf } from "../../src/policy/pod-view.ts";

test("init containers, containers and ephemeral containers are visited in this order, each list in manifest order", () => {
  const pod = {
    spec: {
      ephemeralContainers: [{ name: "debug" }],
      containers: [{ name: "b" }, { name: "a" }],
      initContainers: [{ name: "z" }, { name: "y" }],
    },
  };
  assert.deepEqual(viewPod(pod).containers, [
    { name: "z", container: { name: "z" }, path: ["spec", "initContainers", 0] },
    { name: "y", container: { name: "y" }, path: ["spec", "initContainers", 1] },
    { name: "b", container: { name: "b" }, path: ["spec", "containers", 0] },
    { name: "a", container: { name: "a" }, path: ["spec", "containers", 1] },
    { name: "debug", container: { name: "debug" }, path: ["spec", "ephemeralContainers", 0] },
  ]);
});

test("a pod may have no containers", () => {
  assert.deepEqual(viewPod({ spec: {} }).containers, []);
});

test("a container without a name has an empty name", () => {
  assert.deepEqual(viewPod({ spec: { containers: [{}] } }).containers, [
    { name: "", container: {}, path: ["spec", "containers", 0] },
  ]);
});

test("the pod's security context comes first, then those of the containers; a missing one is empty", () => {
  const pod = {
    spec: {
      containers: [{ name: "a", securityContext: { runAsUser: 1 } }, { name: "b" }],
      initContainers: [{ name: "i" }],
    },
  };
  assert.deepEqual(viewPod(pod).securityContexts, [
    { container: undefined, securityContext: {}, path: ["spec", "securityContext"] },
    { container: "i", securityContext: {}, path: ["spec", "initContainers", 0, "securityContext"] },
    { container: "a", securityContext: { runAsUser: 1 }, path: ["spec", "containers", 0, "securityContext"] },
    { container: "b", securityContext: {}, path: ["spec", "containers", 1, "securityContext"] },
  ]);
});

test("containers inherit nothing from the pod", () => {
  const [pod, container] = viewPod({
    spec: { securityContext: { runAsUser: 0 }, containers: [{ name: "a" }] },
  }).securityContexts;
  assert.deepEqual([pod?.securityContext, container?.securityContext], [{ runAsUser: 0 }, {}]);
});

test("a field of a container has its container, and a field of the pod has none", () => {
  const pod = viewPod({
    spec: { containers: [{ name: "a" }, { name: "b" }], initContainers: [{ name: "i" }], ephemeralContainers: [{}] },
  });
  for (const one of pod.containers) assert.equal(containerOf(pod, [...one.path, "image"]), one);
  assert.equal(containerOf(pod, ["spec", "containers", 2, "image"]), undefined);
  assert.equal(containerOf(pod, ["spec", "volumes", 0]), undefined);
  assert.equal(containerOf(pod, ["spec", "securityContext"]), undefined);
  assert.equal(containerOf(pod, ["metadata", "annotations", 0]), undefined);
});
