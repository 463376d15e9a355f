import type { FieldPath } from "../api/field-path.ts";
import type { ObjectMeta } from "../api/pod.ts";
import type { NamespaceObject, ObjectRef, OtherObject, PodInObject, SourceItem, WorkloadObject } from "./object.ts";

/** A reference to a workload within its namespace. */
export interface WorkloadRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** Returns the group of an apiVersion; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** Kinds that have moved to another group. An API server that served both groups returned the same objects in both. */
const MOVED: ReadonlyMap<string, string> = new Map([
  ["extensions/DaemonSet", "apps/DaemonSet"],
  ["extensions/Deployment", "apps/Deployment"],
  ["extensions/Ingress", "networking.k8s.io/Ingress"],
  ["extensions/NetworkPolicy", "networking.k8s.io/NetworkPolicy"],
  ["extensions/PodSecurityPolicy", "policy/PodSecurityPolicy"],
  ["extensions/ReplicaSet", "apps/ReplicaSet"],
  ["events.k8s.io/Event", "/Event"],
]);

/**
 * Returns the group and kind of an object, `apps/Deployment`: the same text for every apiVersion in which the API
 * server serves it.
 */
export function groupKindOf({ apiVersion, kind }: Pick<WorkloadRef, "apiVersion" | "kind">): string {
  const groupKind = `${groupOf(apiVersion)}/${kind}`;
  return MOVED.get(groupKind) ?? groupKind;
}

/**
 * Returns the identity of an object for the API server, as a unique text: its namespace, its group and kind, and its
 * name. The version does not matter. The uid does not matter either: a cluster has only one object of a name at a time,
 * and another uid means that it was recreated.
 *
 * @param namespace the namespace of the object; empty if it has none
 * @returns undefined if it has neither a name nor a uid: the API server makes a new object each time it receives one
 */
export function identityOf(
  namespace: string,
  object: Pick<ObjectRef, "apiVersion" | "kind" | "name" | "uid">,
): string | undefined {
  const { name = "", uid = "" } = object;
  if (name === "" && uid === "") return undefined;
  const groupKind = groupKindOf(object);
  // A manifest may contain any text as a name, so only lengths separate the parts reliably.
  const own = name === "" ? `uid ${uid}` : `name ${name}`;
  return `${namespace.length} ${groupKind.length} ${namespace}${groupKind}${own}`;
}

/**
 * Returns the identity of a workload within its namespace, as a unique text. An object without a name, a uid and an
 * owner is its own workload, because the API server makes a new object each time it receives one.
 *
 * @param ref the workload: the owner of the object, or the object itself
 * @param count the number of workloads in the namespace so far
 */
export function workloadKeyOf(
  { apiVersion, kind, metadata }: Pick<WorkloadObject, "apiVersion" | "kind" | "metadata">,
  ref: WorkloadRef,
  count: number,
): string {
  const { name = "", uid = "" } = metadata;
  const groupKind = groupKindOf(ref);
  const isItsOwn = groupKind === groupKindOf({ apiVersion, kind });
  const unnamed = uid === "" ? `number ${count}` : `uid ${uid}`;
  const own = isItsOwn && name === "" ? unnamed : `name ${ref.name}`;
  return `${groupKind.length} ${groupKind}${own}`;
}

/** Returns the name of an object: its generateName and `*` if it has no name yet. */
export function nameOf({ metadata: { name, generateName } }: Pick<WorkloadObject, "metadata">): string {
  if (name !== undefined && name !== "") return name;
  return generateName === undefined || generateName === "" ? "" : `${generateName}*`;
}

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
 * Returns the namespace of a workload, or the one in which kubectl would put it if it names none.
 *
 * @param current the namespace of `-n`
 */
export function namespaceOf(
  { metadata: { namespace = "" } }: Pick<WorkloadObject, "metadata">,
  current = DEFAULT_NAMESPACE,
): string {
  return namespace === "" ? current : namespace;
}

/** Returns the identity of an object in the namespace in which it is judged. */
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

/** Returns the namespace that an item is about. For a Namespace, it is its own name. Undefined if it is unknown. */
export function namespaceAbout(item: SourceItem): string | undefined {
  switch (item.type) {
    case "namespace":
      return item.name;
    case "workload":
      return namespaceOf(item);
    case "managed-namespace":
    case "file":
      return undefined;
    default: {
      const { kind, apiVersion, name, namespace } = item.object ?? {};
      const told = kind === "Namespace" && apiVersion === "v1" ? name : namespace;
      return told === "" ? undefined : told;
    }
  }
}

/**
 * The annotation that the kubelet sets on the mirror Pod of a static pod (pkg/kubelet/types, k8s.io/kubernetes
 * v1.37.2).
 */
const MIRROR_ANNOTATION = "kubernetes.io/config.mirror";

/**
 * Whether a Pod mirrors a static pod. A kubelet runs static pods from files of its node, and admission cannot prevent
 * that.
 */
export function isMirrorPod({ kind, metadata }: { readonly kind: string; readonly metadata: ObjectMeta }): boolean {
  return kind === "Pod" && metadata.annotations?.[MIRROR_ANNOTATION] !== undefined;
}

/** The pods of a workload: one of each of the nine kinds, and one or more of a custom resource. */
export function podsOf(workload: WorkloadObject): readonly PodInObject[] {
  return workload.others === undefined ? [workload] : [workload, ...workload.others];
}

/** The path in the object of a field of one of its pods. */
export function fieldOf({ podPath, fieldPath }: PodInObject, field: FieldPath): FieldPath {
  return fieldPath === undefined ? [...podPath, ...field] : fieldPath(field);
}
