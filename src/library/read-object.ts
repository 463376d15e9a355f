import { describeFailure } from "../api/failure.ts";
import { isRecord } from "../api/record.ts";
import { isList } from "../objects/objects.ts";
import { itemsOfDocument } from "../objects/stream/read-stream.ts";
import type { NamespaceObject, SourceItem, WorkloadObject } from "../workloads/object.ts";
import { plainValue } from "./plain-value.ts";

/** A decoded object. */
export type ReadObject =
  | WorkloadObject
  | NamespaceObject
  /** Pod Security Admission does not look at it: another kind, or a ReplicationController without a template. */
  | { readonly type: "other" }
  | { readonly type: "unreadable"; readonly message: string };

/** An object that was not read from a text has no lines. */
const NOWHERE = { line: 0, column: 0 };

/**
 * Decodes an object that a program passes, as the API server would, and applies the API server's defaulting. The object itself stays as it is.
 *
 * @param file the name of the objects in a report
 * @param index the position of the object among them, from 0
 */
export function* itemsOfValue(object: unknown, file: string, index: number): Generator<SourceItem, undefined> {
  let value: unknown;
  try {
    value = plainValue(object) ?? null;
  } catch (error) {
    yield { type: "unreadable", message: describeFailure(error), source: { file, document: index, line: 0 } };
    return;
  }
  yield* itemsOfDocument({ index, value, duplicates: [], locate: () => NOWHERE }, file, true);
}

/** Reads one object. A list of objects is not one. */
export function readObject(object: unknown): ReadObject {
  if (isRecord(object) && isListObject(object))
    return { type: "unreadable", message: "expected one object, found a list" };
  let remark: string | undefined;
  for (const item of itemsOfValue(object, "", 0)) {
    if (item.type === "remark") remark ??= item.code === "no-pod-template" ? undefined : item.message;
    else if (item.type !== "file") return item;
  }
  // Without an object, a remark says why there is none.
  return remark === undefined ? { type: "other" } : { type: "unreadable", message: remark };
}

function isListObject({ kind, apiVersion, items }: Readonly<Record<string, unknown>>): boolean {
  return typeof kind === "string" && isList(kind, apiVersion, items);
}
