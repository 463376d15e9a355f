import assert from "node:assert/strict";
import { test } from "node:test";
import type { FieldPath } from "../../../src/api/field-path.ts";
import { findPodShape } from "../../../src/objects/custom/pod-shapes.ts";

const MADE = "makes";
const CHANGED = "changes";
const POD = { containers: [{ name: "a", image: "b" }] };

/** A pod spec this many levels deep. */
function nested(levels: number): Record<string, unknown> {
  return Array.from({ length: levels }).reduce<Record<string, unknown>>((inner) => ({ x: inner }), POD);
}

const OBJECTS: readonly (readonly [name: string, value: Record<string, unknown>, path: FieldPath | undefined])[] = [
  [
    "a template",
    { kind: "Rollout", spec: { replicas: 1, template: { metadata: {}, spec: POD } } },
    ["spec", "template", "spec"],
  ],
  ["a list of templates", { spec: { templates: [{ name: "a" }, { spec: POD }] } }, ["spec", "templates", 1, "spec"]],
  ["containers with only names", { spec: { containers: [{ name: "a" }] } }, ["spec"]],
  ["containers with only images", { spec: { containers: [{ image: "a" }] } }, ["spec"]],
  ["the first of two", { a: { b: POD }, c: POD }, ["a", "b"]],
  ["24 levels down", nested(24), Array.from({ length: 24 }, () => "x")],
  ["25 levels down is too deep", nested(25), undefined],
  ["containers of the object itself are not a pod's", POD, undefined],
  ["no containers", { spec: { containers: [] } }, undefined],
  ["containers that are a mapping", { spec: { containers: { name: "a" } } }, undefined],
  ["containers that are numbers", { spec: { containers: [1] } }, undefined],
  ["one invalid container", { spec: { containers: [{ name: "a" }, { size: 1 }] } }, undefined],
  ["a container whose name is no string", { spec: { containers: [{ name: 1 }] } }, undefined],
  ["a Service", { kind: "Service", spec: { ports: [{ port: 80 }], selector: null } }, undefined],
];

for (const [name, value, path] of OBJECTS) {
  test(name, () => {
    const found = findPodShape(value, { apiVersion: "example.com/v1", kind: "Thing" });
    assert.deepEqual(found?.path, path);
    if (found !== undefined) assert.equal(found.role, MADE);
  });
}

/** Resources with something like a pod, and the remark on each: undefined if it makes no pods. */
const FATES: readonly (readonly [
  apiVersion: string,
  kind: string,
  value: Record<string, unknown>,
  fate: string | undefined,
])[] = [
  ["argoproj.io/v1alpha1", "Rollout", { spec: { template: { spec: POD } } }, MADE],
  ["apps.kruise.io/v1alpha1", "CloneSet", { spec: { template: { spec: POD } } }, MADE],
  ["apps.kruise.io/v1alpha1", "SidecarSet", { spec: POD }, CHANGED],
  ["operators.coreos.com/v1alpha1", "ClusterServiceVersion", { spec: { install: { spec: POD } } }, MADE],
  ["kueue.x-k8s.io/v1beta1", "Workload", { spec: { podSets: [{ template: { spec: POD } }] } }, undefined],
  ["kueue.x-k8s.io/v1beta1", "Other", { spec: POD }, MADE],
  ["constraints.gatekeeper.sh/v1beta1", "K8sPods", { spec: { parameters: POD } }, undefined],
  ["templates.gatekeeper.sh/v1", "ConstraintTemplate", { spec: POD }, undefined],
  ["mutations.gatekeeper.sh/v1", "Assign", { spec: { parameters: { assign: { value: POD } } } }, CHANGED],
  ["policies.kubewarden.io/v1", "ClusterAdmissionPolicy", { spec: { settings: POD } }, undefined],
  ["kyverno.io/v1", "ClusterPolicy", { spec: { rules: [{ validate: { pattern: { spec: POD } } }] } }, undefined],
  ["kyverno.io/v1", "Policy", { spec: { rules: [{ validate: { anyPattern: [{ spec: POD }] } }] } }, undefined],
  [
    "kyverno.io/v1",
    "Policy",
    { spec: { rules: [{ mutate: { patchStrategicMerge: { spec: POD } } }, { validate: { pattern: { spec: POD } } }] } },
    CHANGED,
  ],
  [
    "kyverno.io/v1",
    "ClusterPolicy",
    {
      spec: {
        rules: [
          { validate: { pattern: { spec: POD } } },
          { mutate: { patchStrategicMerge: { spec: POD } } },
          { generate: { data: { spec: POD } } },
        ],
      },
    },
    MADE,
  ],
];

for (const [apiVersion, kind, value, fate] of FATES) {
  test(`${kind} of ${apiVersion}: ${fate ?? "no remark"}`, () => {
    assert.equal(findPodShape(value, { apiVersion, kind })?.role, fate);
  });
}
