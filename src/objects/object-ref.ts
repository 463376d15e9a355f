import { isRecord } from "../api/record.ts";
import type { ObjectRef, SourceItem } from "../workloads/object.ts";

/** An object of which nothing but its kind has been verified. */
export interface NamedValue {
  readonly value: Readonly<Record<string, unknown>>;
  readonly kind: string;
  readonly apiVersion: unknown;
}

/**
 * An item, with the object that it is about where nothing else in it tells that.
 *
 * @param named undefined where it is about no object
 */
export function aboutObject(item: SourceItem, named: NamedValue | undefined): SourceItem {
  const isAnonymous = item.type === "other" || item.type === "remark" || item.type === "unreadable";
  return isAnonymous && named !== undefined ? { ...item, object: refOf(named) } : item;
}

/** Which object a value is, as far as its metadata can be read: what has another type than it must have is left out. */
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
