import assert from "node:assert/strict";
import { test } from "node:test";
import { SERVED_AS } from "../../src/objects/kinds/meant-kind.ts";
import { knownKinds } from "../../src/workloads/custom/kinds/table.ts";
import {
  WORKLOAD_KINDS,
  meantWorkloadKind,
  podOf,
  podPathOf,
  workloadApiVersion,
  type ExtractedPod,
} from "../../src/workloads/pod-template.ts";

const metadata = { name: "m" };
const spec = { hostNetwork: true };
const template = { metadata, spec };

const OBJECTS: readonly (readonly [
  name: string,
  kind: string,
  object: Record<string, unknown>,
  extracted: ExtractedPod | undefined,
])[] = [
  ["a Pod", "Pod", { kind: "Pod", metadata, spec }, { pod: { metadata, spec }, path: [] }],
  ["a Pod without a spec", "Pod", { metadata }, { pod: { metadata, spec: {} }, path: [] }],
  ["a Pod without anything", "Pod", {}, { pod: { spec: {} }, path: [] }],
  ["a PodTemplate", "PodTemplate", { template }, { pod: template, path: ["template"] }],
  ["a PodTemplate without a template", "PodTemplate", {}, { pod: { spec: {} }, path: ["template"] }],
  [
    "a ReplicationController",
    "ReplicationController",
    { spec: { template } },
    { pod: template, path: ["spec", "template"] },
  ],
  ["a ReplicationController without a template", "ReplicationController", { spec: {} }, undefined],
  ["a ReplicationController without a spec", "ReplicationController", {}, undefined],
  [
    "a ReplicationController with an empty template",
    "ReplicationController",
    { spec: { template: {} } },
    { pod: { spec: {} }, path: ["spec", "template"] },
  ],
  ["a ReplicaSet", "ReplicaSet", { spec: { template } }, { pod: template, path: ["spec", "template"] }],
  ["a Deployment", "Deployment", { spec: { template } }, { pod: template, path: ["spec", "template"] }],
  ["a Deployment without a template", "Deployment", { spec: {} }, { pod: { spec: {} }, path: ["spec", "template"] }],
  [
    "a Deployment whose template has no spec",
    "Deployment",
    { spec: { template: { metadata } } },
    { pod: { metadata, spec: {} }, path: ["spec", "template"] },
  ],
  ["a StatefulSet", "StatefulSet", { spec: { template } }, { pod: template, path: ["spec", "template"] }],
  ["a DaemonSet", "DaemonSet", { spec: { template } }, { pod: template, path: ["spec", "template"] }],
  ["a Job", "Job", { spec: { template } }, { pod: template, path: ["spec", "template"] }],
  [
    "a CronJob",
    "CronJob",
    { spec: { jobTemplate: { spec: { template } } } },
    { pod: template, path: ["spec", "jobTemplate", "spec", "template"] },
  ],
  [
    "a CronJob without a template",
    "CronJob",
    { spec: {} },
    { pod: { spec: {} }, path: ["spec", "jobTemplate", "spec", "template"] },
  ],
  ["a Namespace has no pod", "Namespace", { spec: { template } }, undefined],
  ["another kind has no pod that counts", "Rollout", { spec: { template } }, undefined],
];

for (const [name, kind, object, extracted] of OBJECTS) {
  test(name, () => {
    assert.deepEqual(podOf(kind, object), extracted);
  });
}

test("a Pod is extracted without its other fields", () => {
  assert.deepEqual(podOf("Pod", { kind: "Pod", status: {}, spec }), { pod: { spec }, path: [] });
});

test("there are nine kinds", () => {
  assert.deepEqual(WORKLOAD_KINDS, [
    "Pod",
    "PodTemplate",
    "ReplicationController",
    "ReplicaSet",
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "Job",
    "CronJob",
  ]);
});

test("the path of the pod is known for the nine kinds in each of their groups, and for no other kind of the same name", () => {
  for (const kind of WORKLOAD_KINDS) {
    const apiVersions = ["v1", "apps/v1", "batch/v1"].filter(
      (apiVersion) => podPathOf({ apiVersion, kind }) !== undefined,
    );
    assert.deepEqual(
      apiVersions.map((apiVersion) => podPathOf({ apiVersion, kind })),
      [podOf(kind, { spec: {} })?.path ?? ["spec", "template"]],
      kind,
    );
  }
  assert.deepEqual(podPathOf({ apiVersion: "extensions/v1beta1", kind: "Deployment" }), ["spec", "template"]);
  assert.equal(podPathOf({ apiVersion: "batch.volcano.sh/v1alpha1", kind: "Job" }), undefined);
  assert.equal(podPathOf({ apiVersion: "", kind: "Deployment" }), undefined);
});

const MEANT: readonly (readonly [name: string, kind: string | undefined])[] = [
  ["po", "Pod"],
  ["rc", "ReplicationController"],
  ["rs", "ReplicaSet"],
  ["deploy", "Deployment"],
  ["Deploy", "Deployment"],
  ["sts", "StatefulSet"],
  ["ds", "DaemonSet"],
  ["cj", "CronJob"],
  ["pods", "Pod"],
  ["job", "Job"],
  ["statefulset", "StatefulSet"],
  ["statefulsets.apps", "StatefulSet"],
  ["deployments.v1.apps", "Deployment"],
  ["apps/Deployment", "Deployment"],
  ["apps/v1/sts", "StatefulSet"],
  ["Dployment", "Deployment"],
  ["stable.example.com/CronTab", undefined],
  ["stable.example.com/v1/CronTab", undefined],
  ["crontabs.stable.example.com", undefined],
  ["crontabs.v1.stable.example.com", undefined],
  ["no", undefined],
  ["svc", undefined],
  ["", undefined],
];
for (const [name, kind] of MEANT) {
  test(`the kind that ${JSON.stringify(name)} means: ${kind}`, () => assert.equal(meantWorkloadKind(name), kind));
}

test("the current apiVersion of each kind is the one that the schema has", () => {
  for (const kind of WORKLOAD_KINDS) assert.equal(workloadApiVersion(kind), SERVED_AS.get(kind), kind);
  assert.equal(workloadApiVersion("Widget"), undefined);
});

test("a right kind means no other, and neither does a kind of custom resources", () => {
  for (const kind of [...WORKLOAD_KINDS, ...knownKinds().map((one) => one.kind)]) {
    assert.equal(meantWorkloadKind(kind), undefined, kind);
  }
});
