import { isRecord } from "../api/record.ts";
import type { FieldPath } from "../api/field-path.ts";
import { groupOf } from "../workloads/identity.ts";

/** The path of a pod spec in a custom resource, and the end of a sentence about its pods. */
export interface EmbeddedPod {
  readonly path: FieldPath;
  readonly explanation: string;
  /** Whether its controller makes pods, and does not only change those that others make. */
  readonly makesPods: boolean;
}

/** More than the depth of the pod templates in real custom resources. */
const MAX_DEPTH = 24;

/**
 * The effect of a controller that reads the object: it `makes` pods, `changes` pods that others make, or does neither
 * (`none`).
 */
type Role = "makes" | "changes" | "none";

const EXPLANATIONS: Readonly<Record<Exclude<Role, "none">, string>> = {
  makes: "its pods are judged when they are created",
  changes: "it changes pods when they are created, and they are judged after that",
};

/**
 * Groups, or kinds of a group, from which no pods are made: they describe, copy or change pods that others make. All
 * others count as making pods.
 */
const ROLES: Readonly<Record<string, Role | ((path: FieldPath) => Role)>> = {
  // Patterns to compare objects with, objects to generate, and patches of admitted objects.
  "kyverno.io": roleInKyverno,
  "policies.kyverno.io": "none",
  "constraints.gatekeeper.sh": "none",
  "expansion.gatekeeper.sh": "none",
  "mutations.gatekeeper.sh": "changes",
  "templates.gatekeeper.sh": "none",
  "policies.kubewarden.io": "none",
  // Containers to add to pods.
  "apps.kruise.io/SidecarSet": "changes",
  // Copies of the templates of a Job, which is itself an input.
  "kueue.x-k8s.io/Workload": "none",
  "metrics.k8s.io": "none",
};

/** Kyverno's documentation, "Policies": each rule validates, mutates or generates. */
function roleInKyverno(path: FieldPath): Role {
  if (path.includes("generate")) return "makes";
  return path.includes("mutate") ? "changes" : "none";
}

/**
 * Finds a pod spec in a custom resource: the first mapping with a list of containers, each with a name or an image.
 * Mappings from which pods are made come before those that change pods. A lint does not see these pods, because a
 * controller makes them later.
 */
export function findEmbeddedPod(
  value: unknown,
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
): EmbeddedPod | undefined {
  const group = groupOf(apiVersion);
  const role = ROLES[`${group}/${kind}`] ?? ROLES[group] ?? "makes";
  if (role === "none") return undefined;
  let changing: FieldPath | undefined;
  for (const path of search(value, [])) {
    const one = typeof role === "string" ? role : role(path);
    if (one === "makes") return { path, explanation: EXPLANATIONS.makes, makesPods: true };
    if (one === "changes") changing ??= path;
  }
  return changing === undefined ? undefined : { path: changing, explanation: EXPLANATIONS.changes, makesPods: false };
}

function* search(value: unknown, path: FieldPath): Generator<FieldPath, undefined> {
  if (typeof value !== "object" || value === null || path.length > MAX_DEPTH) return;
  if (isRecord(value) && path.length > 0 && isContainerList(value["containers"])) {
    yield path;
    return;
  }
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, child] of entries) yield* search(child, [...path, key]);
}

function isContainerList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => isRecord(item) && (typeof item["name"] === "string" || typeof item["image"] === "string"))
  );
}
