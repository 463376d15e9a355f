import assert from "node:assert/strict";
import { test } from "node:test";
import type { FieldPath } from "../../src/api/field-path.ts";
import { findEmbeddedPod } from "../../src/sources/embedded-pods.ts";

const POD = { containers: [{ name: "a", image: "b" }] };

/** A pod that many levels down. */
function nested(levels: number): unknown {
  return Array.from({ length: levels }).reduce<unknown>((inner) => ({ x: inner }), POD);
}

const OBJECTS: readonly (readonly [name: string, value: unknown, path: FieldPath | undefined])[] = [
  [
    "a template",
    { kind: "Rollout", spec: { replicas: 1, template: { metadata: {}, spec: POD } } },
    ["spec", "template", "spec"],
  ],
  ["a list of templates", { spec: { templates: [{ name: "a" }, { spec: POD }] } }, ["spec", "templates", 1, "spec"]],
  ["containers with names alone", { spec: { containers: [{ name: "a" }] } }, ["spec"]],
  ["containers with images alone", { spec: { containers: [{ image: "a" }] } }, ["spec"]],
  ["the first of two", { a: { b: POD }, c: POD }, ["a", "b"]],
  ["24 levels down", nested(24), Array.from({ length: 24 }, () => "x")],
  ["25 levels down is too deep", nested(25), undefined],
  ["containers of the object itself are none of a pod", POD, undefined],
  ["no containers", { spec: { containers: [] } }, undefined],
  ["containers that are a mapping", { spec: { containers: { name: "a" } } }, undefined],
  ["containers that are numbers", { spec: { containers: [1] } }, undefined],
  ["one container that is none", { spec: { containers: [{ name: "a" }, { size: 1 }] } }, undefined],
  ["a container whose name is no string", { spec: { containers: [{ name: 1 }] } }, undefined],
  ["nothing", null, undefined],
  ["a string", "containers", undefined],
  ["a Service", { kind: "Service", spec: { ports: [{ port: 80 }], selector: null } }, undefined],
];

for (const [name, value, path] of OBJECTS) {
  test(name, () => {
    assert.deepEqual(findEmbeddedPod(value), path);
  });
}
