import { identityOf } from "../../workloads/identity.ts";
import type { NamespaceObject, OtherObject, SourceItem, WorkloadObject } from "../../workloads/object.ts";

/** An item that is a readable object. */
export type ObjectItem = NamespaceObject | WorkloadObject | OtherObject;

const DEFAULT_NAMESPACE = "default";

export function isObject(item: SourceItem): item is ObjectItem {
  return item.type === "namespace" || item.type === "workload" || item.type === "other";
}

/** Whether a workload names its namespace. */
export function namesNamespace({ metadata: { namespace = "" } }: WorkloadObject): boolean {
  return namespace !== "";
}

/**
 * The namespace of a workload; if it names none, the namespace in which kubectl would create it.
 *
 * @param current the namespace that `-n` names
 */
export function namespaceOf({ metadata: { namespace = "" } }: WorkloadObject, current = DEFAULT_NAMESPACE): string {
  return namespace === "" ? current : namespace;
}

/** The identity of an object in the namespace in which it is judged. */
export function identityIn(item: ObjectItem): string | undefined {
  switch (item.type) {
    case "namespace":
      return identityOf("", { apiVersion: "v1", kind: "Namespace", name: item.name });
    case "workload":
      return identityOf(namespaceOf(item), { apiVersion: item.apiVersion, kind: item.kind, ...item.metadata });
    case "other":
      return item.object && identityOf(item.object.namespace ?? "", item.object);
  }
}

/** The namespace that an item is about: for a Namespace, its own name; undefined if it is unknown. */
export function namespaceAbout(item: SourceItem): string | undefined {
  switch (item.type) {
    case "namespace":
      return item.name;
    case "workload":
      return namespaceOf(item);
    case "file":
      return undefined;
    default: {
      const { kind, apiVersion, name, namespace } = item.object ?? {};
      const told = kind === "Namespace" && apiVersion === "v1" ? name : namespace;
      return told === "" ? undefined : told;
    }
  }
}
