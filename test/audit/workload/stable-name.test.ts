import assert from "node:assert/strict";
import { test } from "node:test";
import type { WorkloadRef } from "../../../src/workloads/identity.ts";
import { stableNameOf } from "../../../src/audit/workload/stable-name.ts";
import { itemsOf } from "../items.ts";

/** An object; only its metadata matters. */
function stableName(apiVersion: string, kind: string, metadata: string, owner?: WorkloadRef): string {
  const text = `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: ${metadata}}`;
  const found = itemsOf(text).find((item) => item.type === "workload");
  assert.ok(found?.type === "workload", text);
  return stableNameOf(found, owner);
}

const owned = (apiVersion: string, kind: string, name: string): string =>
  `ownerReferences: [{apiVersion: ${apiVersion}, kind: ${kind}, name: ${name}, uid: u, controller: true}]`;

const MIRROR = "annotations: {kubernetes.io/config.mirror: h}";
const HASH = "labels: {pod-template-hash: 5d9c}";

const NAMES: readonly (readonly [apiVersion: string, kind: string, metadata: string, expected: string])[] = [
  ["apps/v1", "Deployment", "{name: web}", "web"],
  ["apps/v1", "Deployment", "{name: web-5d9c, labels: {pod-template-hash: 5d9c}}", "web-5d9c"],
  ["v1", "Pod", "{name: p}", "p"],
  ["v1", "Pod", "{}", ""],
  ["v1", "Pod", "{generateName: p-}", "p-*"],
  ["v1", "Pod", '{name: p-x2, generateName: ""}', "p-x2"],
  ["v1", "Pod", "{name: p-x2, generateName: p-}", "p-*"],
  ["v1", "Pod", "{name: other, generateName: p-}", "other"],
  ["v1", "Pod", `{name: db-0, generateName: db-, ${owned("apps/v1", "StatefulSet", "db")}}`, "db-*"],
  ["v1", "Pod", `{name: x-1, generateName: x-, ${owned("apps/v1", "ReplicaSet", "other")}}`, "x-*"],
  [
    "v1",
    "Pod",
    `{name: web-5d9c-k2, generateName: web-5d9c-, ${HASH}, ${owned("apps/v1", "ReplicaSet", "web-5d9c")}}`,
    "web-*",
  ],
  [
    "v1",
    "Pod",
    `{name: web-5d9c-k2, generateName: web-5d9c-, ${owned("apps/v1", "ReplicaSet", "web-5d9c")}}`,
    "web-5d9c-*",
  ],
  ["v1", "Pod", `{name: b-28391820-k2, generateName: b-28391820-, ${owned("batch/v1", "Job", "b-28391820")}}`, "b-*"],
  ["v1", "Pod", `{name: b-0-k2, generateName: b-0-, ${owned("batch/v1", "Job", "b")}}`, "b-0-*"],
  ["v1", "Pod", `{name: etcd-n1, ${MIRROR}, ${owned("v1", "Node", "n1")}}`, "etcd-*"],
  ["v1", "Pod", `{name: etcd-n2, ${MIRROR}, ${owned("v1", "Node", "n1")}}`, "etcd-n2"],
  ["v1", "Pod", `{name: etcd-n1, ${MIRROR}, ${owned("v1", "Node", '""')}}`, "etcd-n1"],
  ["v1", "Pod", `{name: etcd-n1, ${MIRROR}, ${owned("v1", "Thing", "n1")}}`, "etcd-n1"],
  ["v1", "Pod", `{name: etcd-n1, ${MIRROR}}`, "etcd-n1"],
  ["v1", "Pod", `{name: etcd-n1, ${owned("v1", "Node", "n1")}}`, "etcd-n1"],
  ["apps/v1", "ReplicaSet", `{name: web-5d9c, ${HASH}}`, "web-*"],
  ["apps/v1", "ReplicaSet", "{name: web-5d9c, labels: {rollouts-pod-template-hash: 5d9c}}", "web-*"],
  ["apps/v1", "ReplicaSet", "{name: web-5d9c}", "web-5d9c"],
  ["apps/v1", "ReplicaSet", `{name: web-5d9d, ${HASH}}`, "web-5d9d"],
  ["apps/v1", "ReplicaSet", '{name: web-, labels: {pod-template-hash: ""}}', "web-"],
  ["batch/v1", "Job", "{name: b-28391820}", "b-28391820"],
  ["batch/v1", "Job", `{name: b-28391820, ${owned("batch/v1", "CronJob", "b")}}`, "b-*"],
  ["batch/v1", "Job", `{name: b-1, ${owned("jobset.x-k8s.io/v1alpha2", "JobSet", "b")}}`, "b-1"],
  ["batch/v1", "Job", `{generateName: b-, ${owned("batch/v1", "CronJob", "b")}}`, "b-*"],
];

for (const [apiVersion, kind, metadata, expected] of NAMES) {
  test(`${kind} ${metadata} is ${expected}`, () => assert.equal(stableName(apiVersion, kind, metadata), expected));
}

const OWNERS: readonly (readonly [metadata: string, owner: WorkloadRef, expected: string])[] = [
  [`{name: p, ${HASH}}`, { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-5d9c" }, "web-*"],
  ["{name: p}", { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-5d9c" }, "web-5d9c"],
  [`{name: p, ${HASH}}`, { apiVersion: "x.io/v1", kind: "ReplicaSet", name: "web-5d9c" }, "web-5d9c"],
  [`{name: p, ${HASH}}`, { apiVersion: "apps/v1", kind: "Deployment", name: "web-5d9c" }, "web-5d9c"],
  ["{name: p}", { apiVersion: "batch/v1", kind: "Job", name: "b-28391820" }, "b-*"],
  ["{name: p}", { apiVersion: "batch/v1", kind: "Job", name: "b-20" }, "b-20"],
  ["{name: p}", { apiVersion: "", kind: "", name: "" }, ""],
];

for (const [metadata, owner, expected] of OWNERS) {
  test(`the unread owner ${owner.kind}/${owner.name} of a Pod ${metadata} is ${expected}`, () => {
    assert.equal(stableName("v1", "Pod", metadata, owner), expected);
  });
}
