import { isRecord } from "../api/record.ts";
import { describeKind, typeOf } from "../api/words/quoted.ts";
import { isList } from "../objects/kinds/kinds.ts";
import type { CustomKinds } from "../workloads/custom/custom-kinds.ts";
import { itemsOfDocument } from "../objects/stream/read-stream.ts";
import type { NamespaceObject, Remark, SourceItem, WorkloadObject } from "../workloads/object.ts";
import { copyObject } from "./plain-value.ts";

/** A decoded object. */
export type ReadObject =
  | WorkloadObject
  | NamespaceObject
  /** An object that Pod Security Admission ignores: another kind, or a ReplicationController without a template. */
  | { readonly type: "other" }
  | { readonly type: "unreadable"; readonly message: string };

/** A decoded object, and the remarks on it. */
export interface Reading {
  readonly object: ReadObject;
  readonly remarks: readonly Remark[];
}

/** The position of every field: objects of a program have no lines. */
const NOWHERE = { line: 0, column: 0 };

/**
 * Decodes an object that a program passes, as the API server would, and applies the API server's defaulting. It does not change the object.
 *
 * @param file the name of the input in a report
 * @param index the position of the object among them, from 0
 * @param kinds the kinds of custom resources that contain pods
 */
export function* itemsOfValue(
  object: unknown,
  file: string,
  index: number,
  kinds: CustomKinds,
): Generator<SourceItem, undefined> {
  const copied = copyObject(object);
  if ("value" in copied) yield* itemsOfCopy(copied.value, file, index, kinds);
  else yield { type: "unreadable", message: copied.fault, source: { file, document: index, line: 0 } };
}

function* itemsOfCopy(
  value: unknown,
  file: string,
  index: number,
  kinds?: CustomKinds,
): Generator<SourceItem, undefined> {
  for (const item of itemsOfDocument({ index, value, duplicates: [], locate: () => NOWHERE }, file, {
    isPiped: true,
    ...(kinds !== undefined && { kinds }),
  })) {
    // A failure is in line 1 of a document, and objects have no lines.
    yield item.type === "unreadable" ? { ...item, source: { ...item.source, line: 0 } } : item;
  }
}

/** Reads one object of any kind. A list of objects is unreadable. */
export function readObject(object: unknown): Reading {
  const copied = copyObject(object);
  return "value" in copied ? readCopy(copied.value) : unreadable(copied.fault);
}

/** Reads a Pod, or an object with the `metadata` and `spec` of one. An object of another kind, or without a spec, is unreadable. */
export function readPod(object: unknown): Reading {
  const copied = copyObject(object);
  if ("fault" in copied) return unreadable(copied.fault);
  const pod = copied.value;
  if (!isRecord(pod)) return readCopy(pod);
  const { apiVersion, kind, spec } = pod;
  if ((kind ?? "Pod") !== "Pod" || (apiVersion ?? "v1") !== "v1") {
    return unreadable(`expected a Pod of v1, found ${describeKind(apiVersion, kind)}`);
  }
  if (!isRecord(spec)) {
    return unreadable(`spec: expected an object, found ${spec === undefined ? "nothing" : typeOf(spec)}`);
  }
  return readCopy({ ...pod, apiVersion: "v1", kind: "Pod" });
}

function readCopy(value: unknown): Reading {
  if (isRecord(value) && isListObject(value)) return unreadable("expected one object, found a list");
  let object: ReadObject | undefined;
  const remarks: Remark[] = [];
  for (const item of itemsOfCopy(value, "", 0)) {
    if (item.type === "remark") remarks.push(item);
    else if (item.type !== "file" && item.type !== "rejection" && item.type !== "managed-namespace") object ??= item;
  }
  if (object !== undefined) return { object, remarks };
  // If the value is not an object, a remark has the reason.
  const reason = remarks.find(({ code }) => code !== "no-pod-template");
  if (reason === undefined) return { object: { type: "other" }, remarks };
  return unreadable(
    reason.message,
    remarks.filter((remark) => remark !== reason),
  );
}

function unreadable(message: string, remarks: readonly Remark[] = []): Reading {
  return { object: { type: "unreadable", message }, remarks };
}

function isListObject({ kind, apiVersion, items }: Readonly<Record<string, unknown>>): boolean {
  return typeof kind === "string" && isList(kind, apiVersion, items);
}
