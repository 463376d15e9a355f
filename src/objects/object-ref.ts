import { isRecord } from "../api/record.ts";
import type { ObjectRef, SourceItem } from "../workloads/object.ts";

/** An object with a verified kind. Nothing else in it is verified yet. */
export interface NamedValue {
  readonly value: Readonly<Record<string, unknown>>;
  readonly kind: string;
  readonly apiVersion: unknown;
}

/**
 * Adds the object to an item that does not say which object it is about.
 *
 * @param named undefined if it is about no object
 */
export function aboutObject(item: SourceItem, named: NamedValue | undefined): SourceItem {
  const isAnonymous = item.type === "other" || item.type === "remark" || item.type === "unreadable";
  return isAnonymous && named !== undefined ? { ...item, object: refOf(named) } : item;
}

/** Returns a reference to an object from its metadata, without the parts that have the wrong type. */
function refOf({ value, kind, apiVersion }: NamedValue): ObjectRef {
  const { namespace, name, uid } = isRecord(value["metadata"]) ? value["metadata"] : {};
  return {
    apiVersion: typeof apiVersion === "string" ? apiVersion : "",
    kind,
    ...(typeof namespace === "string" && { namespace }),
    ...(typeof name === "string" && { name }),
    ...(typeof uid === "string" && { uid }),
  };
}
