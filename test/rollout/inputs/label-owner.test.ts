import assert from "node:assert/strict";
import { test } from "node:test";
import { labelOwnerOf, type NamespaceTraces } from "../../../src/rollout/inputs/label-owner.ts";

const SYNC = "security.openshift.io/scc.podSecurityLabelSync";
const LABELLED = { "pod-security.kubernetes.io/enforce": "baseline" };

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
const WITH_LABELS = JSON.stringify({ kind: "Namespace", metadata: { name: "shop", labels: LABELLED } });
const MISSPELT = { "pod-security.kubernetes.io/enfroce": "baseline" };
const WITH_MISSPELT = JSON.stringify({ kind: "Namespace", metadata: { name: "shop", labels: MISSPELT } });
const WITHOUT_LABELS = JSON.stringify({ kind: "Namespace", metadata: { name: "shop", labels: { team: "a" } } });

const OWNERS: Readonly<Record<string, readonly [traces: Partial<NamespaceTraces>, manager: string, advice: RegExp]>> = {
  "Argo CD, and its application": [
    { managers: ["argocd-controller"], annotations: { "argocd.argoproj.io/tracking-id": "shop:/Namespace:/shop" } },
    "argocd-controller",
    /^Argo CD sets them: .* where application shop has/,
  ],
  "Argo CD by a label": [{ managers: ["argocd-controller"] }, "argocd-controller", /where the application has/],
  "Flux, and its Kustomization": [
    {
      managers: ["kubectl-label", "kustomize-controller"],
      labels: { "kustomize.toolkit.fluxcd.io/name": "apps", "kustomize.toolkit.fluxcd.io/namespace": "flux-system" },
    },
    "kustomize-controller",
    /in Kustomization flux-system\/apps$/,
  ],
  "Flux, and its HelmRelease": [
    { managers: ["helm-controller"], labels: { "helm.toolkit.fluxcd.io/name": "web" } },
    "helm-controller",
    /in HelmRelease web$/,
  ],
  "Flux, which has left no names": [
    { managers: ["kustomize-controller"] },
    "kustomize-controller",
    /in what it applies$/,
  ],
  "Helm, and its release": [
    {
      managers: ["helm"],
      annotations: { "meta.helm.sh/release-name": "web", "meta.helm.sh/release-namespace": "shop" },
    },
    "helm",
    /release shop\/web$/,
  ],
  "OpenShift, by the manager": [
    { managers: ["cluster-policy-controller"] },
    "cluster-policy-controller",
    /podSecurityLabelSync=false first$/,
  ],
  "OpenShift, by the label that asks for it": [
    { labels: { [SYNC]: "true" }, managers: [] },
    "",
    /^OpenShift derives them/,
  ],
  "kubectl apply": [{ managers: ["kubectl-client-side-apply"] }, "kubectl-client-side-apply", /change it there, too$/],
  "an operator": [{ managers: ["tenant-operator"] }, "tenant-operator", /^tenant-operator sets them/],
  "Flux, in a dump without managedFields": [
    { labels: { ...LABELLED, "kustomize.toolkit.fluxcd.io/name": "apps" } },
    "",
    /in Kustomization apps$/,
  ],
  "Helm, in such a dump": [
    { labels: LABELLED, annotations: { "meta.helm.sh/release-name": "web" } },
    "",
    /release web$/,
  ],
  "Argo CD, in such a dump": [
    { labels: LABELLED, annotations: { "argocd.argoproj.io/tracking-id": "shop:x" } },
    "",
    /application shop has/,
  ],
  "Flux, although somebody typed the labels last": [
    {
      labels: { ...LABELLED, "kustomize.toolkit.fluxcd.io/name": "apps" },
      managers: ["kubectl-label"],
      annotations: { [LAST_APPLIED]: WITH_LABELS },
    },
    "",
    /in Kustomization apps$/,
  ],
  "Argo CD, although kubectl apply set the labels": [
    {
      labels: LABELLED,
      managers: ["kubectl-client-side-apply"],
      annotations: { "argocd.argoproj.io/tracking-id": "shop:x", [LAST_APPLIED]: WITH_LABELS },
    },
    "",
    /application shop has/,
  ],
  "Helm, although somebody typed the labels last": [
    { labels: LABELLED, managers: ["kubectl-label"], annotations: { "meta.helm.sh/release-name": "web" } },
    "",
    /release web$/,
  ],
  "an operator, before kubectl apply": [
    { managers: ["kubectl-client-side-apply", "tenant-operator"] },
    "tenant-operator",
    /^tenant-operator sets them/,
  ],
  "kubectl apply, although somebody typed the labels last": [
    { labels: LABELLED, managers: ["kubectl-label"], annotations: { [LAST_APPLIED]: WITH_LABELS } },
    "",
    /^kubectl apply sets them/,
  ],
  "kubectl apply, in a dump without managedFields": [
    { labels: LABELLED, annotations: { [LAST_APPLIED]: WITH_LABELS } },
    "",
    /^kubectl apply sets them/,
  ],
  "kubectl apply, whose manifest cannot be read": [
    { labels: LABELLED, managers: ["kubectl-client-side-apply"], annotations: { [LAST_APPLIED]: "{" } },
    "kubectl-client-side-apply",
    /^kubectl apply sets them/,
  ],
};

for (const [name, [traces, manager, advice]] of Object.entries(OWNERS)) {
  test(`labels are managed by ${name}`, () => {
    const owner = labelOwnerOf({ labels: {}, annotations: {}, managers: undefined, ...traces });
    assert.equal(owner?.manager, manager);
    assert.match(owner?.advice ?? "", advice);
    // The advice begins with the name of the tool.
    assert.ok(owner !== null && owner.tool !== "" && owner.advice.startsWith(`${owner.tool} `), owner?.tool);
  });
}

const NO_OWNER: Readonly<Record<string, Partial<NamespaceTraces>>> = {
  "a namespace without labels": { managers: [] },
  "a client without a name": { labels: LABELLED, managers: ["unknown"] },
  "kubectl commands of a user": { labels: LABELLED, managers: ["kubectl-label", "kubectl-edit", "kubectl-patch"] },
  "an owner that is not in the dump": { labels: LABELLED },
  "an Argo CD annotation on a namespace without labels": {
    annotations: { "argocd.argoproj.io/tracking-id": "shop:x" },
  },
  "kubectl apply of a manifest with a misspelt label": {
    labels: MISSPELT,
    managers: [],
    annotations: { [LAST_APPLIED]: WITH_MISSPELT },
  },
  "a Helm annotation on a namespace with a misspelt label": {
    labels: MISSPELT,
    annotations: { "meta.helm.sh/release-name": "web" },
  },
  "kubectl apply of a manifest without them": {
    labels: LABELLED,
    managers: ["kubectl-client-side-apply"],
    annotations: { [LAST_APPLIED]: WITHOUT_LABELS },
  },
  "kubectl apply of a manifest without any label": {
    labels: LABELLED,
    managers: ["kubectl-label"],
    annotations: { [LAST_APPLIED]: '{"metadata":null}' },
  },
  "OpenShift, which is told not to": { labels: { [SYNC]: "false" }, managers: [] },
};

for (const [name, traces] of Object.entries(NO_OWNER)) {
  test(`no tool manages the labels: ${name}`, () => {
    assert.equal(labelOwnerOf({ labels: {}, annotations: {}, managers: undefined, ...traces }), null);
  });
}

const MISSHAPEN = ["x", 5, true, null, [], ["pod-security.kubernetes.io/enforce"]];
for (const value of MISSHAPEN) {
  const text = JSON.stringify(value);
  const ownerWith = (manifest: unknown) =>
    labelOwnerOf({
      labels: LABELLED,
      managers: ["kubectl-client-side-apply"],
      annotations: { [LAST_APPLIED]: JSON.stringify(manifest) },
    });

  test(`kubectl apply sets no labels if they are ${text} in the annotation of its manifest`, () => {
    assert.equal(ownerWith({ metadata: { labels: value } }), null);
    assert.equal(ownerWith({ metadata: value }), null);
  });

  test(`an annotation with ${text} in place of a manifest says nothing about kubectl apply`, () => {
    assert.equal(ownerWith(value)?.tool, "kubectl apply");
  });
}
