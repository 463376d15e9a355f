import type { ObjectRef, WorkloadObject } from "./object.ts";
import { groupKindOf, type WorkloadRef } from "./owners.ts";

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
