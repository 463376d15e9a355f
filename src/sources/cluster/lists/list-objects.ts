import { LONGEST_NAME, shorten, typeOf } from "../../../api/words/quoted.ts";
import { isRecord } from "../../../api/record.ts";
import type { CustomKinds } from "../../../workloads/custom/custom-kinds.ts";
import type { Remark, SourceItem, UnreadableObject } from "../../../workloads/object.ts";
import { readObjects } from "../../../objects/objects.ts";
import { readTypedObject } from "../../../objects/stream/typed-objects.ts";
import { kindName } from "./pages/pager.ts";
import { NAMESPACES, type Resource } from "./resources.ts";
import { Repeated } from "./pages/seen-names.ts";

/** The source of an object that is not from a file. */
export const NO_SOURCE = { file: "", document: 0, line: 0 };
const NOWHERE = { line: 0, column: 0 };

/**
 * Decodes an object of a list as one of a file. It need not name its kind.
 *
 * @param kinds the kinds of custom resources that contain pods; absent if the list has none
 */
export function* objectsOf(
  { kind, group, version, isClusterScoped, isCustom }: Resource,
  item: unknown,
  isTyped: boolean,
  kinds?: CustomKinds,
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
  const fault = faultOfName(item, kind === NAMESPACES.kind || isClusterScoped === true);
  if (fault !== undefined) {
    yield unreadable(`${nameOf(kind, item)}: metadata.${fault}`);
    return;
  }
  // The managedFields of a namespace tell who manages its labels.
  const isWhole = isTyped || kind === NAMESPACES.kind;
  const value = { ...(isWhole ? item : withoutBookkeeping(item, isCustom === true)), kind, apiVersion };
  const document = { index: 0, value, duplicates: [], isTyped, locate: () => NOWHERE };
  const objects = isTyped
    ? readTypedObject(document, value, { apiVersion, kind })
    : readObjects(document, "", kinds === undefined ? {} : { kinds });
  for (const found of objects) {
    // A newer server has fields that are unknown here. It does not drop them, so a remark on them would be wrong. For workloads, the violations
    // name the fields and the values to set.
    if (found.type === "remark" && (kind !== NAMESPACES.kind || !isAboutLabel(found))) continue;
    yield found.type === "unreadable" ? { ...found, message: `${nameOf(kind, item)}: ${found.message}` } : found;
  }
}

/** Whether a remark is on a label that Pod Security Admission does not read. An API server stores any label. */
function isAboutLabel({ code }: Remark): boolean {
  return code === "misspelt-label" || code === "misplaced-label";
}

/**
 * Describes the fault of an object's name or namespace; undefined if there is none. Every object of a server has a name, and all that are read here
 * are in a namespace, except those of cluster-scoped kinds. A very long name would stay in memory.
 */
function faultOfName({ metadata }: Readonly<Record<string, unknown>>, isClusterScoped: boolean): string | undefined {
  // Other types are reported where types are verified.
  if (!isRecord(metadata)) return (metadata ?? null) === null ? "name is missing" : undefined;
  for (const field of isClusterScoped ? ["name"] : ["name", "namespace"]) {
    const value = metadata[field] ?? "";
    if (value === "") return `${field} is missing`;
    if (typeof value === "string" && value.length > LONGEST_NAME) {
      return `${field} has ${value.length} characters, and ${LONGEST_NAME} is the limit`;
    }
  }
  return undefined;
}

function unreadable(message: string): UnreadableObject {
  return { type: "unreadable", message, source: NO_SOURCE };
}

/**
 * Removes the fields in which the API server keeps its own records: they are half of a pod. Of the status only that remains which tells whether the
 * object makes pods (workloads/status.ts).
 *
 * @param keepsStatus whether the whole status is needed: each kind of custom resource has its own
 */
function withoutBookkeeping(item: Readonly<Record<string, unknown>>, keepsStatus: boolean): object {
  const { status, metadata, ...others } = item;
  const rest = { ...others, ...(isRecord(status) && { status: keepsStatus ? status : neededStatus(status) }) };
  if (!isRecord(metadata)) return { ...rest, metadata };
  const { managedFields: _managedFields, ...read } = metadata;
  return { ...rest, metadata: read };
}

function neededStatus({ phase, conditions }: Readonly<Record<string, unknown>>): object {
  return { ...(phase !== undefined && { phase }), ...(Array.isArray(conditions) && { conditions }) };
}

function nameOf(kind: string, { metadata }: Readonly<Record<string, unknown>>): string {
  const { namespace, name } = isRecord(metadata) ? metadata : {};
  return [kind, namespace, name]
    .filter((part): part is string => typeof part === "string" && part !== "")
    .map((part) => shorten(part, LONGEST_NAME))
    .join("/");
}
