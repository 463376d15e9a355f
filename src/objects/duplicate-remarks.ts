import { formatFieldPath, valueAt, type FieldPath } from "../api/field-path.ts";
import { isRecord } from "../api/record.ts";
import type { RemarkCode } from "../workloads/remark-codes.ts";
import type { ReadDocument } from "../text/documents.ts";
import { isListKind } from "./kinds/kinds.ts";
import type { NamedValue } from "./document-place.ts";
import type { Duplicate } from "../text/yaml.ts";
import { MAX_DUPLICATES, TYPE_KEYS } from "../text/yaml/duplicate-keys.ts";

/** A remark on duplicate keys, and its line. */
export interface DuplicateRemark {
  readonly severity: "warning";
  readonly code: RemarkCode;
  readonly message: string;
  readonly line: number;
  /** The object with the keys; undefined if it is not an object. */
  readonly object?: NamedValue;
}

/**
 * Reports the duplicate keys of a document. If `kind` or `apiVersion` of an object is among them, these are probably
 * two objects without a separator between them, and only the last one is left.
 */
export function* remarksOnDuplicates(document: ReadDocument): Generator<DuplicateRemark, undefined> {
  const { duplicates } = document;
  const byObject = Map.groupBy(duplicates, ({ path }) => formatFieldPath(objectPathOf(path)));
  for (const group of byObject.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const path = objectPathOf(first.path);
    const object = namedValue(valueAt(document.value, path));
    for (const remark of remarksOnObject(document, path, group)) {
      // The lost object may have had another namespace than the remaining one.
      yield remark.code === "lost-document" || object === undefined ? remark : { ...remark, object };
    }
  }
  if (duplicates.length >= MAX_DUPLICATES) {
    const message = `there may be more duplicate keys; only the first ${MAX_DUPLICATES} are reported`;
    yield { severity: "warning", code: "duplicate-key", message, line: duplicates.at(-1)?.line ?? 1 };
  }
}

/** Returns the path of the object that contains a path: the items of a list are objects. */
function objectPathOf(path: FieldPath): FieldPath {
  let length = 0;
  while (path[length] === "items" && typeof path[length + 1] === "number") length += 2;
  return path.slice(0, length);
}

function* remarksOnObject(
  document: ReadDocument,
  objectPath: FieldPath,
  duplicates: readonly Duplicate[],
): Generator<DuplicateRemark, undefined> {
  const fields = duplicates.filter(({ path }) => path.length === objectPath.length);
  const object = valueAt(document.value, objectPath);
  const isJoined = isRecord(object) && areJoined(object, fields);
  if (isJoined) yield* remarksOnLost(document, objectPath, object, fields);
  for (const duplicate of duplicates) {
    const { path, key, line } = duplicate;
    if (isJoined && fields.includes(duplicate)) continue;
    const field = formatFieldPath([...path.slice(objectPath.length), key]);
    const isList = field === "items" && isRecord(object) && (Array.isArray(object["items"]) || isListed(object));
    const [code, effect]: [RemarkCode, string] = isList
      ? ["lost-document", "the objects of the list before are lost"]
      : ["duplicate-key", "the last one counts"];
    yield { severity: "warning", code, message: `duplicate key ${field}; ${effect}, as for kubectl`, line };
  }
}

function isListed({ kind }: Readonly<Record<string, unknown>>): boolean {
  return typeof kind === "string" && isListKind(kind);
}

function namedValue(value: unknown): NamedValue | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, apiVersion } = value;
  return typeof kind === "string" ? { value, kind, apiVersion } : undefined;
}

/**
 * Whether the duplicate fields of an object come from a second object. If a line was only written twice, nothing is
 * lost.
 */
function areJoined(object: Readonly<Record<string, unknown>>, fields: readonly Duplicate[]): boolean {
  const typeKey = fields.find(({ key }) => TYPE_KEYS.has(key));
  if (typeKey === undefined || object["apiVersion"] === undefined || object["kind"] === undefined) return false;
  return fields.length > 1 || typeKey.earlier !== object[typeKey.key];
}

function* remarksOnLost(
  document: ReadDocument,
  objectPath: FieldPath,
  object: Readonly<Record<string, unknown>>,
  fields: readonly Duplicate[],
): Generator<DuplicateRemark, undefined> {
  const separator = document.isJson === true ? "`}` and `{` are" : "a line `---` is";
  const missing = objectPath.length === 0 ? `${separator} probably missing before` : "another item probably begins in";
  let begin = document.locate(objectPath).line;
  for (const [first, ...others] of splitObjects(fields)) {
    const keys = [first, ...others];
    const { line } = first;
    // If one of the two objects has no kind, it may be either of them.
    const kindLine = document.locate([...objectPath, "kind"]).line;
    const own = fields.some(({ key }) => key === "kind") || kindLine >= line ? undefined : object["kind"];
    const kind = nameOfKind(keys.find(({ key }) => key === "kind")?.earlier ?? own);
    const names = listOf(keys.map(({ key }) => key));
    const message =
      `duplicate ${keys.length === 1 ? "key" : "keys"} ${names}: ${missing} line ${line}, ` +
      `and the ${kind} that begins in line ${begin} is lost, as for kubectl`;
    yield { severity: "warning", code: "lost-document", message, line };
    begin = line;
  }
}

/** Groups the fields by further objects: when a field repeats, the next object has begun. */
function splitObjects(fields: readonly Duplicate[]): [Duplicate, ...Duplicate[]][] {
  const objects: [Duplicate, ...Duplicate[]][] = [];
  for (const field of fields.toSorted((a, b) => a.line - b.line || a.column - b.column)) {
    const current = objects.at(-1);
    if (current === undefined || current.some(({ key }) => key === field.key)) objects.push([field]);
    else current.push(field);
  }
  return objects;
}

/** A longer or unusual word is not a kind, and a message does not repeat it. */
function nameOfKind(kind: unknown): string {
  return typeof kind === "string" && /^[A-Za-z]{1,63}$/.test(kind) ? kind : "object";
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
