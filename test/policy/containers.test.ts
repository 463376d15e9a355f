import assert from "node:assert/strict";
import { test } from "node:test";
import { visitContainers } from "../../src/policy/containers.ts";

test("init containers, containers and ephemeral containers are visited in this order, each in manifest order", () => {
  const pod = {
    spec: {
      ephemeralContainers: [{ name: "debug" }],
      containers: [{ name: "b" }, { name: "a" }],
      initContainers: [{ name: "z" }, { name: "y" }],
    },
  };
  assert.deepEqual(
    [...visitContainers(pod)],
    [
      { name: "z", container: { name: "z" }, path: ["spec", "initContainers", 0] },
      { name: "y", container: { name: "y" }, path: ["spec", "initContainers", 1] },
      { name: "b", container: { name: "b" }, path: ["spec", "containers", 0] },
      { name: "a", container: { name: "a" }, path: ["spec", "containers", 1] },
      { name: "debug", container: { name: "debug" }, path: ["spec", "ephemeralContainers", 0] },
    ],
  );
});

test("a pod may have no containers", () => {
  assert.deepEqual([...visitContainers({ spec: {} })], []);
});

test("the name of a container without one is empty", () => {
  assert.deepEqual(
    [...visitContainers({ spec: { containers: [{}] } })],
    [{ name: "", container: {}, path: ["spec", "containers", 0] }],
  );
});
