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
  /** An object that Pod Security Admission ignores: another kind, or a ReplicationController without a template. */
  | { readonly type: "other" }
  | { readonly type: "unreadable"; readonly message: string };

/** The position of every field: objects of a program have no lines. */
const NOWHERE = { line: 0, column: 0 };

/**
 * Decodes an object that a program passes, as the API server would, and applies the API server's defaulting. It does not change the object.
 *
 * @param file the name of the input in a report
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

/** Reads one object. A list of objects is unreadable. */
export function readObject(object: unknown): ReadObject {
  if (isRecord(object) && isListObject(object))
    return { type: "unreadable", message: "expected one object, found a list" };
  let remark: string | undefined;
  for (const item of itemsOfValue(object, "", 0)) {
    if (item.type === "remark") remark ??= item.code === "no-pod-template" ? undefined : item.message;
    else if (item.type !== "file") return item;
  }
  // If the value is not an object, a remark has the reason.
  return remark === undefined ? { type: "other" } : { type: "unreadable", message: remark };
}

function isListObject({ kind, apiVersion, items }: Readonly<Record<string, unknown>>): boolean {
  return typeof kind === "string" && isList(kind, apiVersion, items);
}
