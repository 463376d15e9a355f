import { shorten, typeOf } from "../api/words/quoted.ts";
import { isRecord } from "../api/record.ts";
import { describeFailure } from "../api/failure.ts";
import type { FieldPath } from "../api/field-path.ts";
import type { CustomKinds } from "../workloads/custom/custom-kinds.ts";
import type { SourceItem } from "../workloads/object.ts";
import { DocumentPlace, aboutObject, sourceAt, type DocumentOrigin, type NamedValue } from "./document-place.ts";
import type { ReadDocument } from "../text/documents.ts";
import { remarksOnDuplicates } from "./duplicate-remarks.ts";
import { accessObject } from "./access-objects.ts";
import { readCustomObject, readDefinition, remarkOnShape } from "./custom/custom-objects.ts";
import { findPodShape } from "./custom/pod-shapes.ts";
import {
  remarkOnEmptyList,
  remarkOnItems,
  remarkOnMissingItems,
  remarkOnNestedList,
  remarkOnRetiredKind,
  remarkOnUnknownKind,
} from "./kinds/kind-remarks.ts";
import { isBuiltinApiVersion } from "./kinds/kind-table.ts";
import {
  canonicalApiVersion,
  classifyKind,
  isKnownKind,
  isList,
  isListKind,
  itemKindOf,
  type TypeName,
} from "./kinds/kinds.ts";
import { readArgoCd } from "./gitops/argo-cd.ts";
import { remarkOnConfiguration } from "./kinds/configuration-kinds.ts";
import { readKnownObject } from "./known-objects.ts";
import { readNonObject } from "./non-objects.ts";
import { readRejectionEvent } from "./rejection-events.ts";
import { readReply } from "./replies.ts";
import {
  adviceOnKey,
  expectedApiVersion,
  misspeltKey,
  remarkOnMissingApiVersion,
  remarkOnMissingKind,
  type TypeMetaRemark,
} from "./kinds/type-meta.ts";

/**
 * Yields the objects of a document, and the items of a list one by one (items of a typed list may omit their kind),
 * each decoded and with the API server's defaults.
 *
 * @param origin the stream of the document
 */
export function* readObjects(
  document: ReadDocument,
  file: string,
  origin: DocumentOrigin = {},
): Generator<SourceItem, undefined> {
  const reader = new DocumentReader(document, file, origin);
  for (const item of reader.read(document.value, [], undefined)) yield aboutObject(item, reader.current);
  if (document.duplicates.length === 0) return;
  for (const { line, object, ...remark } of remarksOnDuplicates(document)) {
    yield aboutObject({ type: "remark", ...remark, source: sourceAt(document, file, line) }, object);
  }
}

type Record_ = Record<string, unknown>;

/** No client nests lists, but a hostile document may do so until the stack is full. */
const MAX_LIST_DEPTH = 100;

class DocumentReader {
  /** The object that the current items are about; undefined for a list, or if it is not an object. */
  current: NamedValue | undefined;
  readonly #place: DocumentPlace;
  readonly #isPiped: boolean;
  readonly #kinds: CustomKinds | undefined;

  constructor(document: ReadDocument, file: string, { isPiped = false, kinds }: DocumentOrigin) {
    this.#place = new DocumentPlace(document, file);
    this.#isPiped = isPiped;
    this.#kinds = kinds;
  }

  /** A failure affects one value only: neither the other items of its list nor the following documents. */
  *read(value: unknown, path: FieldPath, listKind: ListKind | undefined): Items {
    try {
      yield* this.#read(value, path, listKind);
    } catch (error) {
      yield this.#place.failure(path, describeFailure(error));
    }
  }

  *#read(value: unknown, path: FieldPath, listKind: ListKind | undefined): Items {
    this.current = undefined;
    if (!isRecord(value)) {
      return yield readNonObject(value, path, { isItem: listKind !== undefined, isPiped: this.#isPiped }, this.#place);
    }
    // Only an item that declares neither gets both from its list.
    const isAnonymous = isUnset(value["kind"]) && isUnset(value["apiVersion"]);
    const { kind, apiVersion: written } = isAnonymous && listKind !== undefined ? listKind : value;
    const apiVersion = typeof written === "string" ? canonicalApiVersion(written) : written;
    if (typeof kind !== "string" || kind === "") {
      const remark = remarkOnConfiguration(value) ?? remarkOnMissingKind(value, listKind !== undefined);
      // Its namespace is known all the same. Without one, it may belong to any.
      if (remark.code === "missing-kind" && hasNamespace(value)) this.current = { value, kind: "", apiVersion };
      return yield this.#remarkOnType(remark, path);
    }
    const { items } = value;
    if (isList(kind, apiVersion, items)) return yield* this.#list(value, path, { kind, apiVersion });
    this.current = { value, kind, apiVersion };
    if (typeof apiVersion !== "string" || apiVersion === "") yield* this.#noApiVersion(value, path, kind);
    else yield* this.#object(value, path, { apiVersion, kind });
    // An item that is not an object is reported together with the field.
    if (Array.isArray(items)) yield* this.#items(items, path, { kind, apiVersion }, isRecord);
  }

  *#object(value: Record_, path: FieldPath, type: TypeName): Items {
    const kindClass = classifyKind(type.apiVersion, type.kind);
    // None of the kinds that Pod Security Admission looks at is a reply.
    const reply = kindClass.class === "known" ? undefined : readReply(value, type, path, this.#place);
    if (reply !== undefined) return yield reply;
    const configuration = kindClass.class === "known" ? undefined : remarkOnConfiguration(value);
    if (configuration !== undefined) {
      yield { type: "other" };
      return yield this.#remarkOnType(configuration, path);
    }
    const hasItems = value["items"] !== undefined;
    switch (kindClass.class) {
      case "known":
        yield* readKnownObject(value, path, { ...type, ...kindClass }, this.#place);
        break;
      case "builtin":
        yield* this.#builtin(value, path, type);
        break;
      case "custom":
        yield* this.#custom(value, path, type);
        break;
      case "file": {
        const message = `not an object of an API server: ${shorten(type.kind)} (${shorten(type.apiVersion)}); skipped`;
        yield this.#place.remark(path, "info", "not-an-object", message);
        yield* this.#embedded(value, path, type);
        break;
      }
      case "unknown":
        yield this.#remarkOnType(remarkOnUnknownKind(type, kindClass.meant), path);
        break;
    }
    if (hasItems) yield this.#remarkOnType(remarkOnItems(type, kindClass.class), path);
  }

  *#builtin(value: Record_, path: FieldPath, type: TypeName): Items {
    if (isListKind(type.kind)) return yield this.#remarkOnType(remarkOnMissingItems(value, type.kind), path);
    const remark = remarkOnRetiredKind(type);
    const other = accessObject(value, path, type, this.#place) ?? { type: "other" };
    yield remark === undefined ? other : { ...other, makesPods: true };
    const isDefinition = type.kind === "CustomResourceDefinition" && this.#kinds !== undefined;
    if (isDefinition) yield* readDefinition(value, this.#kinds, { path, place: this.#place });
    const rejection = type.kind === "Event" ? readRejectionEvent(value) : undefined;
    if (rejection !== undefined) yield rejection;
    if (remark !== undefined) yield this.#remarkOnType(remark, path);
  }

  *#noApiVersion(value: Record_, path: FieldPath, kind: string): Items {
    if (!isKnownKind(kind)) return yield this.#remarkOnType(remarkOnMissingApiVersion(value, kind), path);
    const key = misspeltKey(value, "apiVersion");
    const advice = key === undefined ? "" : `; ${adviceOnKey(key, "apiVersion")}`;
    // It may contain a pod, so it counts as unreadable.
    yield this.#place.unreadable([...path, key ?? "apiVersion"], expectedApiVersion(value, kind) + advice);
  }

  *#list(value: Record_, path: FieldPath, list: ListKind & { readonly kind: string }): Items {
    const { kind, apiVersion } = list;
    const { items } = value;
    if (path.length > 0) yield this.#remarkOnType(remarkOnNestedList(kind), path);
    // kubectl accepts a List in every apiVersion that the API server serves, and without any.
    const isPlain = kind === "List" && isBuiltinApiVersion(String(apiVersion));
    if (typeof apiVersion === "string" && apiVersion !== "" && !isPlain) {
      const kindClass = classifyKind(apiVersion, kind);
      const type = { apiVersion, kind };
      if (kindClass.class === "unknown") yield this.#remarkOnType(remarkOnUnknownKind(type, kindClass.meant), path);
      if (kindClass.class === "custom") yield* this.#embedded(value, path, type);
    }
    if (Array.isArray(items)) {
      if (items.length === 0) yield this.#remarkOnType(remarkOnEmptyList(kind, "no items"), path);
      yield* this.#items(items, path, { kind: itemKindOf(kind), apiVersion });
    } else if (items === null) {
      yield this.#remarkOnType(remarkOnEmptyList(kind, "null for its items"), path);
    } else {
      yield this.#place.unreadable([...path, "items"], `items: expected a list, found ${typeOf(items)}`);
    }
  }

  *#items(
    items: readonly unknown[],
    path: FieldPath,
    itemKind: ListKind,
    isWanted: (item: unknown) => boolean = () => true,
  ): Items {
    if (path.length > MAX_LIST_DEPTH * 2) {
      return yield this.#place.unreadable(path, `lists within lists, more than ${MAX_LIST_DEPTH} deep`);
    }
    for (const [index, item] of items.entries()) {
      if (isWanted(item)) yield* this.read(item, [...path, "items", index], itemKind);
    }
  }

  *#custom(value: Record_, path: FieldPath, type: TypeName): Items {
    yield* readArgoCd(value, path, type, this.#place);
    yield* readCustomObject(withoutItems(value), type, this.#kinds, { path, place: this.#place });
  }

  *#embedded(value: Record_, path: FieldPath, type: TypeName): Items {
    const shape = findPodShape(withoutItems(value), type);
    if (shape !== undefined) yield remarkOnShape(shape, type, { path, place: this.#place }, false);
  }

  #remarkOnType({ path: field, severity, code, message }: TypeMetaRemark, path: FieldPath): SourceItem {
    return this.#place.remark([...path, ...field], severity, code, message);
  }
}

type Items = Generator<SourceItem, undefined>;

/** The type of a typed list's items that do not declare a kind. */
interface ListKind {
  readonly kind: unknown;
  readonly apiVersion: unknown;
}

/** The items of a list are separate objects. */
function withoutItems({ items, ...value }: Record_): Record_ {
  return Array.isArray(items) ? value : { ...value, items };
}

function hasNamespace({ metadata }: Record_): boolean {
  return isRecord(metadata) && typeof metadata["namespace"] === "string" && metadata["namespace"] !== "";
}

function isUnset(name: unknown): boolean {
  return name === undefined || name === null || name === "";
}
