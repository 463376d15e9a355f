import assert from "node:assert/strict";
import { test } from "node:test";
import { isBuiltinKind } from "../../../src/objects/kinds/kind-table.ts";
import { classifyKind, isKnownKind, isListKind, itemKindOf, type KindClass } from "../../../src/objects/kinds/kinds.ts";

const misspelt = (kind: string, apiVersion: string): KindClass => ({ class: "unknown", meant: { kind, apiVersion } });

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
  ["batch/v2alpha1", "CronJob", { class: "known", struct: "CronJob", servedAs: "batch/v1" }],
  ["batch/v2alpha1", "Job", { class: "known", struct: "Job", servedAs: "batch/v1" }],
  ["extensions/v1beta1", "Job", { class: "known", struct: "Job", servedAs: "batch/v1" }],

  ["apps.k8s.io/v1", "Deployment", misspelt("Deployment", "apps/v1")],
  ["apps.k8s.io/v1", "DeploymentList", misspelt("DeploymentList", "apps/v1")],
  ["apps.k8s.io/v1", "Pod", misspelt("Pod", "v1")],
  ["batch.k8s.io/v1", "Job", misspelt("Job", "batch/v1")],
  ["core.k8s.io/v1", "Pod", misspelt("Pod", "v1")],
  ["core.k8s.io/v1", "Service", misspelt("Service", "v1")],
  ["policy.k8s.io/v1", "PodDisruptionBudget", misspelt("PodDisruptionBudget", "policy/v1")],
  ["rbac.authorization.k8s.io", "Role", misspelt("Role", "rbac.authorization.k8s.io/v1")],
  ["apps", "Deployment", misspelt("Deployment", "apps/v1")],
  ["apps.k8s.io/v1", "Application", { class: "custom" }],
  ["app.k8s.io/v1beta1", "Application", { class: "custom" }],
  ["snapshot.storage.k8s.io/v1", "VolumeSnapshot", { class: "custom" }],
  ["apps/v1", "Pod", misspelt("Pod", "v1")],
  ["v2", "Pod", misspelt("Pod", "v1")],
  ["v1", "Deployment", misspelt("Deployment", "apps/v1")],
  ["extensions/v1", "Deployment", misspelt("Deployment", "apps/v1")],
  ["app/v1", "Deployment", misspelt("Deployment", "apps/v1")],
  ["apps/v1", "Job", misspelt("Job", "batch/v1")],
  ["apps/v1beta1", "ReplicaSet", misspelt("ReplicaSet", "apps/v1")],
  ["core/v1", "Namespace", misspelt("Namespace", "v1")],
  ["apps/v1", "deployment", misspelt("Deployment", "apps/v1")],
  ["v1", "Pod ", misspelt("Pod", "v1")],
  ["v1", "pod", misspelt("Pod", "v1")],
  ["v1", "Pods", misspelt("Pod", "v1")],
  ["v1", "PodsList", misspelt("PodList", "v1")],
  ["apps/v1", "Deploymnet", misspelt("Deployment", "apps/v1")],
  ["apps/v1", "DeploymntList", misspelt("DeploymentList", "apps/v1")],
  ["apps/v2", "Deploymnet", misspelt("Deployment", "apps/v1")],
  ["v1", "Deploymnet", misspelt("Deployment", "apps/v1")],
  ["v1", "Sevice", misspelt("Service", "v1")],
  ["v1", "service", misspelt("Service", "v1")],
  ["v1", "Role", misspelt("Role", "rbac.authorization.k8s.io/v1")],
  ["v1", "constructor", { class: "unknown", meant: undefined }],
  ["v1", "Gizmo", { class: "unknown", meant: undefined }],
  ["apps/v1", "Ingress", misspelt("Ingress", "networking.k8s.io/v1")],
  ["extensions/v1", "Ingress", misspelt("Ingress", "networking.k8s.io/v1")],
  ["autoscaling/v3", "HorizontalPodAutoscaler", misspelt("HorizontalPodAutoscaler", "autoscaling/v2")],
  ["networking.k8s.io/v1", "Ingres", misspelt("Ingress", "networking.k8s.io/v1")],
  ["networking.k8s.io/v2", "Ingress", misspelt("Ingress", "networking.k8s.io/v1")],
  ["networking.k8s.io/v1", "Gateway", { class: "unknown", meant: undefined }],
  [
    "apiextensions.k8s.io/v1",
    "CustomResourceDefinitions",
    misspelt("CustomResourceDefinition", "apiextensions.k8s.io/v1"),
  ],
  ["bath/v1", "Jobb", misspelt("Job", "batch/v1")],
  ["V1", "List", misspelt("List", "v1")],
  ["v2", "ConfigMap", misspelt("ConfigMap", "v1")],

  ["v1", "Service", { class: "builtin" }],
  ["v1", "List", { class: "builtin" }],
  ["v1", "PodList", { class: "builtin" }],
  ["v1", "DeleteOptions", { class: "builtin" }],
  ["v1", "APIResourceList", { class: "builtin" }],
  ["apps/v1", "ControllerRevision", { class: "builtin" }],
  ["apps/v1alpha1", "PetSet", { class: "builtin" }],
  ["batch/v2alpha1", "ScheduledJob", { class: "builtin" }],
  ["extensions/v1beta1", "Ingress", { class: "builtin" }],
  ["extensions/v1beta1", "ThirdPartyResource", { class: "builtin" }],
  ["policy/v1beta1", "PodSecurityPolicy", { class: "builtin" }],
  ["autoscaling/v2beta2", "HorizontalPodAutoscalerList", { class: "builtin" }],
  ["settings.k8s.io/v1alpha1", "PodPreset", { class: "builtin" }],
  ["apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", { class: "builtin" }],
  ["apiregistration.k8s.io/v1", "APIService", { class: "builtin" }],
  ["rbac.authorization.k8s.io/v1", "ClusterRole", { class: "builtin" }],

  ["apps.kruise.io/v1alpha1", "deployment", { class: "custom" }],
  ["apps.kruise.io/v1alpha1", "DaemonSet", { class: "custom" }],
  ["batch.volcano.sh/v1alpha1", "Job", { class: "custom" }],
  ["argoproj.io/v1alpha1", "Rollout", { class: "custom" }],
  ["gateway.networking.k8s.io/v1", "Gateway", { class: "custom" }],
  ["metrics.k8s.io/v1beta1", "PodMetrics", { class: "custom" }],
  ["snapshot.storage.k8s.io/v1", "VolumeSnapshot", { class: "custom" }],
  ["cluster.x-k8s.io/v1beta1", "Cluster", { class: "custom" }],
  ["kubeadm.k8s.io/v1beta4", "ClusterConfiguration", { class: "custom" }],
  ["kubelet.config.k8s.io/v1beta1", "KubeletConfiguration", { class: "custom" }],
  ["kubeproxy.config.k8s.io/v1alpha1", "KubeProxyConfiguration", { class: "custom" }],
  ["apiserver.config.k8s.io/v1", "EncryptionConfiguration", { class: "custom" }],
  ["pod-security.admission.config.k8s.io/v1", "PodSecurityConfiguration", { class: "custom" }],
  ["client.authentication.k8s.io/v1", "ExecCredential", { class: "custom" }],
  ["admission.k8s.io/v1", "AdmissionReview", { class: "custom" }],
  ["audit.k8s.io/v1", "Policy", { class: "custom" }],
  ["kustomize.config.k8s.io/v1beta1", "Kustomization", { class: "custom" }],
  ["v1", "Template", { class: "custom" }],
  ["v1", "DeploymentConfigList", { class: "custom" }],

  ["v1", "Config", { class: "file" }],
  ["v1alpha1", "HostnameConfig", { class: "file" }],
  ["2", "Service", { class: "file" }],
  ["skaffold/v4beta6", "Config", { class: "file" }],
  ["kops/v1alpha2", "InstanceGroup", { class: "file" }],
  ["__proto__", "", { class: "file" }],
];

for (const [apiVersion, kind, expected] of CLASSES) {
  test(`${kind} of ${apiVersion}`, () => {
    assert.deepEqual(classifyKind(apiVersion, kind), expected);
  });
}

test("known kinds in any group", () => {
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

test("kinds of Kubernetes' own, in any apiVersion", () => {
  const names = ["Pod", "Service", "PodList", "PetSet", "Rollout", "pod", "constructor", ""];
  assert.deepEqual(names.filter(isBuiltinKind), ["Pod", "Service", "PodList", "PetSet"]);
});

test("lists by their names, and the kind of their items", () => {
  const names = ["List", "PodList", "AllowList", "Listener", "Playlist", "APIResourceList"];
  assert.deepEqual(names.filter(isListKind), ["List", "PodList", "AllowList"]);
  assert.deepEqual(["List", "PodList", "Pod", "ListList"].map(itemKindOf), ["", "Pod", "Pod", "List"]);
});

test("very long names, and many of them, are compared with only a few others", () => {
  // The edit distance takes quadratic time: it is computed only for names of about the same length.
  assert.deepEqual(classifyKind("apps/v1", "D".repeat(1_000_000)), { class: "unknown", meant: undefined });
});
