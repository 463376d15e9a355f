import type { ObjectRef } from "./object.ts";
import { groupKindOf } from "./owners.ts";

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
