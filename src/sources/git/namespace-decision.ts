import { policyLabelsKey } from "../../api/policies/policy-labels.ts";
import type { NamespaceObject, SourceItem } from "../../workloads/object.ts";

/** An object that gives pod-security labels to a namespace. */
export interface NamespaceDecision {
  readonly namespace: NamespaceObject;
  /** Equal for equal labels from one kind of object: a Namespace takes precedence over an Application of Argo CD. */
  readonly labels: string;
}

/** Returns what an item decides about a namespace; undefined if it decides nothing. */
export function decisionOf(item: SourceItem): NamespaceDecision | undefined {
  const namespace = item.type === "managed-namespace" ? item.namespace : item;
  if (namespace.type !== "namespace") return undefined;
  const labels = policyLabelsKey(namespace.labels);
  return labels === "" ? undefined : { namespace, labels: `${item.type} ${labels}` };
}
