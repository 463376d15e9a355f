import type { ObjectRef, WorkloadObject } from "./object.ts";
import { groupKindOf, type WorkloadRef } from "./owners.ts";

/**
 * What an object is to the API server, as a text that no other object has: its namespace, its group and kind, and its name. The version does not
 * matter. Neither does the uid: a cluster has one object of a name at a time, and another uid says that it was made anew.
 *
 * @param namespace the namespace that counts for the object; empty where it has none
 * @returns undefined where it has neither a name nor a uid: the API server makes a new object each time it gets one
 */
export function identityOf(
  namespace: string,
  object: Pick<ObjectRef, "apiVersion" | "kind" | "name" | "uid">,
): string | undefined {
  const { name = "", uid = "" } = object;
  if (name === "" && uid === "") return undefined;
  const groupKind = groupKindOf(object);
  // A manifest may hold any text as a name: only lengths keep the parts apart for certain.
  const own = name === "" ? `uid ${uid}` : `name ${name}`;
  return `${namespace.length} ${groupKind.length} ${namespace}${groupKind}${own}`;
}

/**
 * Which workload of a namespace an object belongs to, as a text that no other workload has. An object that has neither a name, nor a uid, nor an owner
 * is a workload of its own, as the API server makes a new object each time it gets one.
 *
 * @param ref the workload: what owns the object, or else the object itself
 * @param count how many workloads of the namespace there are so far
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
