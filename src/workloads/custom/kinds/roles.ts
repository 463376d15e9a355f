import type { FieldPath } from "../../../api/field-path.ts";
import { groupOf, type WorkloadRef } from "../../identity.ts";

/**
 * The effect of a controller that reads the object: it `makes` pods, `changes` pods that others make, or does neither
 * (`none`).
 */
export type Role = "makes" | "changes" | "none";

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
  // Copies of the templates of another object, which is itself an input.
  "kueue.x-k8s.io/Workload": "none",
  // Argo Workflows copies the templates of a Workflow into it, for the pod of its agent.
  "argoproj.io/WorkflowTaskSet": "none",
  "metrics.k8s.io": "none",
};

/** Kyverno's documentation, "Policies": each rule validates, mutates or generates. */
function roleInKyverno(path: FieldPath): Role {
  if (path.includes("generate")) return "makes";
  return path.includes("mutate") ? "changes" : "none";
}

/** The role of a pod in an object, by its path; the same for every path of most kinds. */
export function roleOf(object: Pick<WorkloadRef, "apiVersion" | "kind">): Role | ((path: FieldPath) => Role) {
  const group = groupOf(object.apiVersion);
  return ROLES[`${group}/${object.kind}`] ?? ROLES[group] ?? "makes";
}
