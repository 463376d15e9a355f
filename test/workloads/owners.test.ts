import assert from "node:assert/strict";
import { test } from "node:test";
import type { ObjectMeta } from "../../src/api/pod.ts";
import type { WorkloadRef } from "../../src/workloads/identity.ts";
import { isMadeBy, makersAbove } from "../../src/workloads/custom/kinds/makers.ts";
import { knownKinds } from "../../src/workloads/custom/kinds/table.ts";
import { Owners, clearerRef, controllerOf } from "../../src/workloads/owners.ts";

function ownedBy(kind: string, name: string, apiVersion = "apps/v1"): ObjectMeta {
  return { name: "x", ownerReferences: [{ apiVersion, kind, name, uid: "u", controller: true }] };
}

const owners = new Owners();
owners.add("a", {
  apiVersion: "apps/v1",
  kind: "ReplicaSet",
  metadata: { ...ownedBy("Deployment", "web"), name: "web-1" },
});
owners.add("a", {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { ...ownedBy("CronJob", "tick", "batch/v1"), name: "tick-1" },
});
owners.add("a", {
  apiVersion: "apps/v1",
  kind: "ReplicaSet",
  metadata: { ...ownedBy("Rollout", "r", "argoproj.io/v1alpha1"), name: "r-1" },
});
owners.add("a", { apiVersion: "apps/v1", kind: "ReplicaSet", metadata: { name: "alone" } });
owners.add("a", { apiVersion: "apps/v1", kind: "StatefulSet", metadata: { ...ownedBy("Operator", "op"), name: "db" } });
owners.add("a", {
  apiVersion: "apps/v1",
  kind: "ReplicaSet",
  metadata: { ...ownedBy("ReplicaSet", "loop-2"), name: "loop-1" },
});
owners.add("a", {
  apiVersion: "apps/v1",
  kind: "ReplicaSet",
  metadata: { ...ownedBy("ReplicaSet", "loop-1"), name: "loop-2" },
});

const PODS: readonly (readonly [name: string, metadata: ObjectMeta, workload: WorkloadRef | undefined])[] = [
  ["nobody's", { name: "p" }, undefined],
  ["a Deployment's", ownedBy("ReplicaSet", "web-1"), { apiVersion: "apps/v1", kind: "Deployment", name: "web" }],
  ["a CronJob's", ownedBy("Job", "tick-1", "batch/v1"), { apiVersion: "batch/v1", kind: "CronJob", name: "tick" }],
  ["a Rollout's", ownedBy("ReplicaSet", "r-1"), { apiVersion: "argoproj.io/v1alpha1", kind: "Rollout", name: "r" }],
  [
    "a ReplicaSet's that nothing owns",
    ownedBy("ReplicaSet", "alone"),
    { apiVersion: "apps/v1", kind: "ReplicaSet", name: "alone" },
  ],
  [
    "a ReplicaSet's that was not read",
    ownedBy("ReplicaSet", "gone"),
    { apiVersion: "apps/v1", kind: "ReplicaSet", name: "gone" },
  ],
  [
    "a StatefulSet's that something owns",
    ownedBy("StatefulSet", "db"),
    { apiVersion: "apps/v1", kind: "StatefulSet", name: "db" },
  ],
  ["a node's, not mirrored", ownedBy("Node", "n1", "v1"), { apiVersion: "v1", kind: "Node", name: "n1" }],
  [
    "a mirror pod",
    { ...ownedBy("Node", "n1", "v1"), annotations: { "kubernetes.io/config.mirror": "hash" } },
    undefined,
  ],
  [
    "owned, but by no controller",
    { name: "p", ownerReferences: [{ kind: "Node", name: "n", controller: false }] },
    undefined,
  ],
  [
    "with an empty owner",
    { name: "p", ownerReferences: [{ controller: true }] },
    { apiVersion: "", kind: "", name: "" },
  ],
];

for (const [name, metadata, workload] of PODS) {
  test(`the workload of a pod: ${name}`, () => {
    assert.deepEqual(owners.workloadOf("a", { apiVersion: "v1", kind: "Pod", metadata }), workload);
  });
}

test("an owner is in the same namespace", () => {
  const pod = { apiVersion: "v1", kind: "Pod", metadata: ownedBy("ReplicaSet", "web-1") };
  assert.equal(owners.workloadOf("b", pod)?.kind, "ReplicaSet");
});

test("ReplicaSets that own each other do not hang", () => {
  assert.equal(
    owners.workloadOf("a", { apiVersion: "v1", kind: "Pod", metadata: ownedBy("ReplicaSet", "loop-1") })?.kind,
    "ReplicaSet",
  );
});

test("the controller is the owner with `controller: true`", () => {
  const metadata = {
    ownerReferences: [{ name: "a" }, { name: "b", controller: true }, { name: "c", controller: true }],
  };
  assert.equal(controllerOf(metadata)?.name, "b");
});

test("a link is a ReplicaSet or Job of a workload that was read", () => {
  const known = new Owners();
  const link = (apiVersion: string, kind: string, metadata: ObjectMeta): boolean =>
    known.isLink("a", { apiVersion, kind, metadata });
  known.add("a", { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "d" } });
  known.add("a", { apiVersion: "v1", kind: "Pod", metadata: { name: "p" } });
  assert.equal(link("apps/v1", "ReplicaSet", ownedBy("Deployment", "d")), true);
  assert.equal(link("apps/v1", "ReplicaSet", ownedBy("Deployment", "not-read")), false);
  assert.equal(link("apps/v1", "ReplicaSet", ownedBy("Rollout", "d", "argoproj.io/v1alpha1")), false);
  assert.equal(link("apps/v1", "StatefulSet", ownedBy("Deployment", "d")), false);
  assert.equal(link("batch.volcano.sh/v1alpha1", "Job", ownedBy("Deployment", "d")), false);
  assert.equal(link("batch/v1", "Job", { name: "j" }), false);
  assert.equal(link("v1", "Pod", ownedBy("Deployment", "d")), false);
});

test("a copy of a custom resource's template is a link if its maker was read; another object that it owns is not a link", () => {
  const known = new Owners();
  const add = (kind: string, metadata: ObjectMeta, isPartial = false): void =>
    known.add("a", { apiVersion: "ray.io/v1", kind, metadata, custom: { isPartial } });
  const cluster = { ...ownedBy("RayJob", "j", "ray.io/v1"), name: "j-1" };
  add("RayCronJob", { name: "c" });
  add("RayJob", { ...ownedBy("RayCronJob", "c", "ray.io/v1"), name: "j" });
  add("RayCluster", cluster);
  assert.ok(known.isLink("a", { apiVersion: "ray.io/v1", kind: "RayCluster", metadata: cluster }));
  const pod = { apiVersion: "v1", kind: "Pod", metadata: ownedBy("RayCluster", "j-1", "ray.io/v1") };
  assert.equal(known.workloadOf("a", pod)?.kind, "RayCronJob");
  // The operator of a RayJob makes no Rollouts, but a user may set any owner.
  const rollout = {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    metadata: ownedBy("RayJob", "j", "ray.io/v1"),
  };
  assert.equal(known.isLink("a", rollout), false);
  assert.equal(known.workloadOf("a", rollout), undefined);
});

test("the ReplicaSets of a Rollout that was read are links, and the Jobs of an object with parts of pods are not", () => {
  const known = new Owners();
  const metadata = { name: "r" };
  known.add("a", { apiVersion: "argoproj.io/v1alpha1", kind: "Rollout", metadata, custom: { isPartial: false } });
  known.add("a", { apiVersion: "postgresql.cnpg.io/v1", kind: "Cluster", metadata, custom: { isPartial: true } });
  const set = ownedBy("Rollout", "r", "argoproj.io/v1alpha1");
  const job = ownedBy("Cluster", "r", "postgresql.cnpg.io/v1");
  assert.equal(known.isLink("a", { apiVersion: "apps/v1", kind: "ReplicaSet", metadata: set }), true);
  assert.equal(known.isLink("a", { apiVersion: "batch/v1", kind: "Job", metadata: job }), false);
});

test("every maker of a custom resource is a known kind, and no chain of makers is a circle", () => {
  for (const { group, kind } of knownKinds()) {
    assert.ok(makersAbove(`${group}/${kind}`) <= 2, kind);
    for (const maker of knownKinds()) {
      if (isMadeBy(`${group}/${kind}`, `${maker.group}/${maker.kind}`)) assert.notEqual(maker.kind, kind);
    }
  }
  const makers = knownKinds().filter((maker) =>
    [...knownKinds(), { group: "", kind: "ReplicationController" }].some(({ group, kind }) =>
      isMadeBy(`${group}/${kind}`, `${maker.group}/${maker.kind}`),
    ),
  );
  // All makers of makers.ts.
  assert.equal(makers.length, 18);
});

test("if an object is read twice, its last owner counts", () => {
  const set = { apiVersion: "apps/v1", kind: "ReplicaSet" };
  const owned = { ...set, metadata: { ...ownedBy("Deployment", "web"), name: "web-1" } };
  const alone = { ...set, metadata: { name: "web-1" } };
  const pod = { apiVersion: "v1", kind: "Pod", metadata: ownedBy("ReplicaSet", "web-1") };
  const topOf = (...objects: readonly (typeof owned | typeof alone)[]): string | undefined => {
    const known = new Owners();
    for (const object of objects) known.add("a", object);
    return known.workloadOf("a", pod)?.name;
  };
  assert.equal(topOf(owned, alone), "web-1");
  assert.equal(topOf(alone, owned), "web");
});

test("a kind that has moved to another group owns its pods in both groups", () => {
  const known = new Owners();
  const metadata = { ...ownedBy("Deployment", "web", "extensions/v1beta1"), name: "web-1" };
  known.add("a", { apiVersion: "extensions/v1beta1", kind: "ReplicaSet", metadata });
  known.add("a", { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" } });
  const pod = { apiVersion: "v1", kind: "Pod", metadata: ownedBy("ReplicaSet", "web-1") };
  assert.equal(known.workloadOf("a", pod)?.name, "web");
  assert.equal(known.isLink("a", { apiVersion: "apps/v1", kind: "ReplicaSet", metadata }), true);
  assert.equal(clearerRef(metadataRef("apps/v1"), metadataRef("extensions/v1beta1")).apiVersion, "apps/v1");
  assert.equal(clearerRef(metadataRef("extensions/v1beta1"), metadataRef("apps/v1")).apiVersion, "apps/v1");
});

function metadataRef(apiVersion: string): WorkloadRef {
  return { apiVersion, kind: "Deployment", name: "web" };
}
