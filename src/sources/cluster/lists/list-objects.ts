import { shorten, typeOf } from "../../../api/quoted.ts";
import { isRecord } from "../../../api/record.ts";
import type { SourceItem, UnreadableObject } from "../../../workloads/object.ts";
import { readObjects } from "../../../objects/objects.ts";
import { kindName } from "./pager.ts";
import { NAMESPACES, type Resource } from "./resources.ts";
import { MAX_NAME, Repeated } from "./seen-names.ts";

export const NO_SOURCE = { file: "", document: 0, line: 0 };
const NOWHERE = { line: 0, column: 0 };

/** An object of a list, which need not name its kind, decoded as those of a file are. */
export function* objectsOf(
  { kind, group, version }: Resource,
  item: unknown,
  isTyped: boolean,
): Generator<SourceItem, undefined> {
  const apiVersion = group === "" ? version : `${group}/${version}`;
  if (item instanceof Repeated) {
    const name = isRecord(item.item) ? nameOf(kind, item.item) : kind;
    yield unreadable(`${name}: the server sent it twice, with different contents, and the first was judged; try again`);
    return;
  }
  if (!isRecord(item)) {
    yield unreadable(`${kind}: expected an object, found ${typeOf(item)}`);
    return;
  }
  const { kind: own = kind } = item;
  if (own !== kind) {
    yield unreadable(`expected a ${kind}, found ${kindName(own)}`);
    return;
  }
  const fault = faultOfName(kind, item);
  if (fault !== undefined) {
    yield unreadable(`${nameOf(kind, item)}: metadata.${fault}`);
    return;
  }
  // Who manages the labels of a namespace is told by what is bookkeeping elsewhere.
  const isWhole = isTyped || kind === NAMESPACES.kind;
  const value = { ...(isWhole ? item : withoutBookkeeping(item)), kind, apiVersion };
  const document = { index: 0, value, duplicates: [], isTyped, locate: () => NOWHERE };
  for (const found of readObjects(document, "")) {
    // A newer server has fields that are not known here, and drops none.
    if (found.type === "remark") continue;
    yield found.type === "unreadable" ? { ...found, message: `${nameOf(kind, item)}: ${found.message}` } : found;
  }
}

/**
 * What is wrong with the name of an object. Every object of a server has one, and all that are read but namespaces are in a namespace. A
 * longer name than a server accepts would stay in memory.
 */
function faultOfName(kind: string, { metadata }: Readonly<Record<string, unknown>>): string | undefined {
  // Another type is told of where types are verified.
  if (!isRecord(metadata)) return (metadata ?? null) === null ? "name is missing" : undefined;
  for (const field of kind === NAMESPACES.kind ? ["name"] : ["name", "namespace"]) {
    const value = metadata[field] ?? "";
    if (value === "") return `${field} is missing`;
    if (typeof value === "string" && value.length > MAX_NAME) {
      return `${field} has ${value.length} characters, and ${MAX_NAME} is the limit`;
    }
  }
  return undefined;
}

function unreadable(message: string): UnreadableObject {
  return { type: "unreadable", message, source: NO_SOURCE };
}

/** Half of a pod is what the API server keeps about itself, and no check reads. */
function withoutBookkeeping(item: Readonly<Record<string, unknown>>): object {
  const { status: _status, metadata, ...rest } = item;
  if (!isRecord(metadata)) return { ...rest, metadata };
  const { managedFields: _managedFields, ...read } = metadata;
  return { ...rest, metadata: read };
}

function nameOf(kind: string, { metadata }: Readonly<Record<string, unknown>>): string {
  const { namespace, name } = isRecord(metadata) ? metadata : {};
  return [kind, namespace, name]
    .filter((part): part is string => typeof part === "string" && part !== "")
    .map((part) => shorten(part, MAX_NAME))
    .join("/");
}
