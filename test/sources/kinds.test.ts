import assert from "node:assert/strict";
import { test } from "node:test";
import { classifyKind, isKnownKind, type KindClass } from "../../src/sources/kinds.ts";

const misspelt = (kind: string, servedAs: string): KindClass => ({ class: "misspelt", kind, servedAs });

const CLASSES: readonly (readonly [apiVersion: string, kind: string, expected: KindClass])[] = [
  ["v1", "Pod", { class: "known", struct: "Pod" }],
  ["v1", "Namespace", { class: "known", struct: "Namespace" }],
  ["v1", "PodTemplate", { class: "known", struct: "PodTemplate" }],
  ["v1", "ReplicationController", { class: "known", struct: "ReplicationController" }],
  ["apps/v1", "ReplicaSet", { class: "known", struct: "ReplicaSet" }],
  ["apps/v1", "Deployment", { class: "known", struct: "apps/v1.Deployment" }],
  ["apps/v1", "StatefulSet", { class: "known", struct: "StatefulSet" }],
  ["apps/v1", "DaemonSet", { class: "known", struct: "apps/v1.DaemonSet" }],
  ["batch/v1", "Job", { class: "known", struct: "Job" }],
  ["batch/v1", "CronJob", { class: "known", struct: "CronJob" }],

  ["extensions/v1beta1", "Deployment", { class: "known", struct: "apps/v1beta1.Deployment", servedAs: "apps/v1" }],
  ["extensions/v1beta1", "DaemonSet", { class: "known", struct: "extensions/v1beta1.DaemonSet", servedAs: "apps/v1" }],
  ["extensions/v1beta1", "ReplicaSet", { class: "known", struct: "ReplicaSet", servedAs: "apps/v1" }],
  ["apps/v1beta1", "Deployment", { class: "known", struct: "apps/v1beta1.Deployment", servedAs: "apps/v1" }],
  ["apps/v1beta1", "StatefulSet", { class: "known", struct: "StatefulSet", servedAs: "apps/v1" }],
  ["apps/v1beta2", "Deployment", { class: "known", struct: "apps/v1.Deployment", servedAs: "apps/v1" }],
  ["apps/v1beta2", "ReplicaSet", { class: "known", struct: "ReplicaSet", servedAs: "apps/v1" }],
  ["apps/v1beta2", "StatefulSet", { class: "known", struct: "StatefulSet", servedAs: "apps/v1" }],
  ["apps/v1beta2", "DaemonSet", { class: "known", struct: "apps/v1.DaemonSet", servedAs: "apps/v1" }],
  ["batch/v1beta1", "CronJob", { class: "known", struct: "CronJob", servedAs: "batch/v1" }],

  ["apps/v1", "Pod", misspelt("Pod", "v1")],
  ["v2", "Pod", misspelt("Pod", "v1")],
  ["v1", "Deployment", misspelt("Deployment", "apps/v1")],
  ["extensions/v1", "Deployment", misspelt("Deployment", "apps/v1")],
  ["app/v1", "Deployment", misspelt("Deployment", "apps/v1")],
  ["batch/v2alpha1", "CronJob", misspelt("CronJob", "batch/v1")],
  ["apps/v1", "Job", misspelt("Job", "batch/v1")],
  ["apps/v1beta1", "ReplicaSet", misspelt("ReplicaSet", "apps/v1")],
  ["core/v1", "Namespace", misspelt("Namespace", "v1")],
  ["apps/v1", "deployment", misspelt("Deployment", "apps/v1")],
  ["v1", "Pod ", misspelt("Pod", "v1")],
  ["apps.kruise.io/v1alpha1", "deployment", { class: "other" }],

  ["apps.kruise.io/v1alpha1", "DaemonSet", { class: "other" }],
  ["batch.volcano.sh/v1alpha1", "Job", { class: "other" }],
  ["argoproj.io/v1alpha1", "Rollout", { class: "other" }],
  ["v1", "Service", { class: "other" }],
  ["v1", "pod", misspelt("Pod", "v1")],
  ["V1", "List", { class: "other" }],
  ["v1", "PodList", { class: "other" }],
  ["v1", "constructor", { class: "other" }],
  ["__proto__", "", { class: "other" }],
];

for (const [apiVersion, kind, expected] of CLASSES) {
  test(`${kind} of ${apiVersion}`, () => {
    assert.deepEqual(classifyKind(apiVersion, kind), expected);
  });
}

test("known kinds, whatever their group", () => {
  const names = [
    "Pod",
    "PodTemplate",
    "ReplicationController",
    "ReplicaSet",
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "Job",
    "CronJob",
  ];
  assert.deepEqual(
    [...names, "Namespace"].map(isKnownKind),
    Array.from({ length: 10 }, () => true),
  );
  assert.deepEqual(["pod", "Service", "List", "constructor", ""].map(isKnownKind), [false, false, false, false, false]);
});
