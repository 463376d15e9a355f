import { policyLabelsKey } from "../../api/policies/policy-labels.ts";
import type { NamespaceObject, SourceItem } from "../../workloads/object.ts";

/** The labels that an object gives to a namespace, as keys that are equal for equal labels. */
export interface LabelKeys {
  /** Of the pod-security labels; empty without any. */
  readonly policy: string;
  /** Of all labels, by which ValidatingAdmissionPolicies may select the namespace. */
  readonly all: string;
}

/** An object that gives labels to a namespace. */
export interface NamespaceDecision extends LabelKeys {
  readonly namespace: NamespaceObject;
}

/**
 * Returns what an item decides about a namespace; undefined if it decides nothing. The keys of a Namespace and of an Application of Argo CD differ, since a
 * Namespace takes precedence.
 */
export function decisionOf(item: SourceItem): NamespaceDecision | undefined {
  const namespace = item.type === "managed-namespace" ? item.namespace : item;
  if (namespace.type !== "namespace") return undefined;
  const { labels } = namespace;
  const policy = policyLabelsKey(labels);
  const all = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    namespace,
    policy: policy === "" ? "" : `${item.type} ${policy}`,
    all: `${item.type} ${JSON.stringify(all)}`,
  };
}
