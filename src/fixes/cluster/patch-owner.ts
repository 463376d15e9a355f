import type { ObjectMeta } from "../../api/pod.ts";
import type { PatchOwner } from "../../report/fix/cluster-patch.ts";
import { controllerOf } from "../../workloads/owners.ts";

type Texts = Readonly<Record<string, string>>;

/**
 * Finds who sets the fields of an object and would undo a patch, by the labels, annotations and owner references that these tools set themselves:
 * the Operator Lifecycle Manager v0.3x (`olm.owner`), Argo CD v3 (`tracking-id`, or the label of older versions), Flux v2 and Helm 3. A tool
 * counts more than an owner reference, because its name says where to make the change.
 */
export function patchOwnerOf(metadata: ObjectMeta): PatchOwner | null {
  const { labels = {}, annotations = {} } = metadata;
  return (
    olm(labels) ?? argoCd(labels, annotations) ?? flux(labels) ?? helm(labels, annotations) ?? ownerObject(metadata)
  );
}

function olm(labels: Texts): PatchOwner | undefined {
  const name = labels["olm.owner"];
  return name === undefined ? undefined : { tool: "OLM", name };
}

function argoCd(labels: Texts, annotations: Texts): PatchOwner | undefined {
  const tracking = annotations["argocd.argoproj.io/tracking-id"]?.split(":")[0];
  const name = tracking ?? labels["argocd.argoproj.io/instance"];
  return name === undefined ? undefined : { tool: "Argo CD", name };
}

function flux(labels: Texts): PatchOwner | undefined {
  for (const [prefix, kind] of [
    ["helm", "HelmRelease"],
    ["kustomize", "Kustomization"],
  ] as const) {
    const name = labels[`${prefix}.toolkit.fluxcd.io/name`];
    const namespace = labels[`${prefix}.toolkit.fluxcd.io/namespace`];
    if (name !== undefined) return { tool: "Flux", name: `${kind} ${inNamespace(name, namespace)}` };
  }
  return undefined;
}

function helm(labels: Texts, annotations: Texts): PatchOwner | undefined {
  const release = annotations["meta.helm.sh/release-name"];
  if (release !== undefined)
    return { tool: "Helm", name: inNamespace(release, annotations["meta.helm.sh/release-namespace"]) };
  return labels["app.kubernetes.io/managed-by"] === "Helm" ? { tool: "Helm", name: "" } : undefined;
}

function inNamespace(name: string, namespace: string | undefined): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The controller of the object, or otherwise its first owner: many operators set a reference without `controller`. */
function ownerObject(metadata: ObjectMeta): PatchOwner | null {
  const owner = controllerOf(metadata) ?? metadata.ownerReferences?.[0];
  return owner === undefined ? null : { tool: "object", name: `${owner.kind ?? ""}/${owner.name ?? ""}` };
}
