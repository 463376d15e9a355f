import { typeOf } from "../api/quoted.ts";
import { isRecord } from "../api/record.ts";
import { describeFailure } from "../api/failure.ts";
import { showFieldPath, type FieldPath } from "../api/field-path.ts";
import type { ObjectMeta } from "../api/pod.ts";
import { defaultPod, defaultTemplate } from "../workloads/defaults.ts";
import type { RemarkCode, Source, SourceItem } from "../workloads/object.ts";
import { podOf } from "../workloads/pod-template.ts";
import { decodeObject, type Decoded } from "./decode.ts";
import type { ReadDocument } from "./documents.ts";
import { remarksOnDuplicates, type DuplicateRemark } from "./duplicate-remarks.ts";
import { findEmbeddedPod } from "./embedded-pods.ts";
import { classifyKind, isKnownKind } from "./kinds.ts";
import { policyLabelManagers } from "./managed-fields.ts";
import { aboutObject, type NamedValue } from "./object-ref.ts";
import { MAX_OBJECT_SIZE, describeTooLarge } from "./object-size.ts";
import { isJsonPatch } from "./patches.ts";
import { remarksOnFields } from "./remarks.ts";
import { replicasOf } from "./replicas.ts";
import { describeFaults } from "./type-faults.ts";

/**
 * The objects that a document holds, a list's items one by one (a typed list's items need not name their kind), each decoded and
 * defaulted as the API server would.
 */
export function* readObjects(document: ReadDocument, file: string): Generator<SourceItem, undefined> {
  const reader = new DocumentReader(document, file);
  for (const item of reader.read(document.value, [], undefined)) yield aboutObject(item, reader.current);
  for (const remark of remarksOnDuplicates(document)) yield remarkIn(document, file, remark);
}

function remarkIn({ index }: ReadDocument, file: string, { line, object, ...remark }: DuplicateRemark): SourceItem {
  return aboutObject({ type: "remark", ...remark, source: { file, document: index, line } }, object);
}

type Record_ = Record<string, unknown>;

/** No client nests lists; a hostile document may, until the stack is full. */
const MAX_LIST_DEPTH = 100;

class DocumentReader {
  /** What the items are about that are read now; undefined where that is no object, or a list. */
  current: NamedValue | undefined;
  readonly #document: ReadDocument;
  readonly #file: string;

  constructor(document: ReadDocument, file: string) {
    this.#document = document;
    this.#file = file;
  }

  /** One that fails takes nothing else with it: neither the other items of its list nor the documents behind it. */
  *read(value: unknown, path: FieldPath, listKind: ListKind | undefined): Items {
    try {
      yield* this.#read(value, path, listKind);
    } catch (error) {
      const place = path.length === 0 ? "" : `${showFieldPath(path)}: `;
      const message = place + describeFailure(error);
      yield { type: "unreadable", message, source: { file: this.#file, document: this.#document.index, line: 1 } };
    }
  }

  *#read(value: unknown, path: FieldPath, listKind: ListKind | undefined): Items {
    this.current = undefined;
    if (!isRecord(value)) {
      const found = isJsonPatch(value) ? JSON_PATCH : `no Kubernetes object but ${typeOf(value)}; skipped`;
      return yield this.#remark(path, "info", "not-an-object", found);
    }
    // Only an item that names neither takes them from its list.
    const isAnonymous = isUnset(value["kind"]) && isUnset(value["apiVersion"]);
    const { kind, apiVersion } = isAnonymous && listKind !== undefined ? listKind : value;
    if (typeof kind !== "string" || kind === "") return yield this.#noKind(value, path);
    // kubectl takes apart whatever has items, and asks neither for its kind nor for its apiVersion.
    if (value["items"] !== undefined) return yield* this.#list(value["items"], path, kind, apiVersion);
    this.current = { value, kind, apiVersion };
    if (typeof apiVersion !== "string" || apiVersion === "") return yield this.#noApiVersion(kind, apiVersion, path);
    const kindClass = classifyKind(apiVersion, kind);
    switch (kindClass.class) {
      case "known":
        return yield* this.#known(value, path, { apiVersion, kind, ...kindClass });
      case "misspelt": {
        const message = `the API server has no kind ${kind} in ${apiVersion} and would refuse this; did you mean ${kindClass.kind} of ${kindClass.servedAs}? Not judged`;
        return yield this.#remark([...path, "apiVersion"], "warning", "unknown-kind", message);
      }
      case "other":
        return yield* this.#other(value, path, `${kind} (${apiVersion})`);
    }
  }

  #noKind(value: Record_, path: FieldPath): SourceItem {
    const looksLikeAnObject = typeof value["apiVersion"] === "string" && isRecord(value["spec"]);
    return looksLikeAnObject
      ? this.#remark(
          path,
          "warning",
          "not-an-object",
          "has an apiVersion and no kind: kubectl would refuse it; not judged",
        )
      : this.#remark(path, "info", "not-an-object", "no Kubernetes object: it has no apiVersion and kind; skipped");
  }

  #noApiVersion(kind: string, apiVersion: unknown, path: FieldPath): SourceItem {
    if (!isKnownKind(kind)) {
      return this.#remark(
        path,
        "info",
        "not-an-object",
        `no Kubernetes object: kind ${kind} and no apiVersion; skipped`,
      );
    }
    const found = apiVersion === undefined ? "nothing" : typeOf(apiVersion);
    return this.#unreadable([...path, "apiVersion"], `apiVersion: expected a string for kind ${kind}, found ${found}`);
  }

  *#list(items: unknown, path: FieldPath, kind: string, apiVersion: unknown): Items {
    if (items === null) return;
    if (!Array.isArray(items)) {
      return yield this.#unreadable([...path, "items"], `items: expected a list, found ${typeOf(items)}`);
    }
    if (path.length > MAX_LIST_DEPTH * 2) {
      return yield this.#unreadable(path, `lists within lists, more than ${MAX_LIST_DEPTH} deep`);
    }
    const itemKind = { kind: kind.replace(/List$/, ""), apiVersion };
    for (const [index, item] of items.entries()) yield* this.read(item, [...path, "items", index], itemKind);
  }

  *#other(value: Record_, path: FieldPath, name: string): Items {
    yield { type: "other" };
    const pod = findEmbeddedPod(value);
    if (pod === undefined) return;
    const message =
      `${name} holds a pod in ${showFieldPath(pod)} that Pod Security Admission does not look at: ` +
      "its pods are judged when they are made";
    yield this.#remark([...path, ...pod], "warning", "foreign-kind", message);
  }

  *#known(object: Record_, path: FieldPath, known: KnownKind): Items {
    const { faults, unknownFields, size } =
      this.#document.isTyped === true ? TYPED : decodeObject(object, known.struct);
    if (faults[0] !== undefined) {
      return yield this.#unreadable([...path, ...faults[0].path], describeFaults(faults));
    }
    // Decoding has verified the types, down to the labels' values.
    const metadata: ObjectMeta = isRecord(object["metadata"]) ? object["metadata"] : {};
    if (size > MAX_OBJECT_SIZE) return yield this.#unreadable(path, describeTooLarge(known.kind, metadata));
    if (known.kind === "Namespace") yield this.#namespace(path, metadata);
    else yield* this.#workload(object, path, known, metadata);
    if (known.servedAs !== undefined) {
      const message = `${known.apiVersion} of ${known.kind} is no longer served; judged as ${known.servedAs}`;
      yield this.#remark([...path, "apiVersion"], "info", "old-api-version", message);
    }
    for (const remark of remarksOnFields(unknownFields, path)) {
      yield { type: "remark", ...remark, source: { ...this.#source(path), line: this.#lineOf(remark.path) } };
    }
  }

  #namespace(path: FieldPath, metadata: ObjectMeta & { readonly managedFields?: unknown }): SourceItem {
    const { name, labels, annotations } = metadata;
    const labelManagers = policyLabelManagers(metadata.managedFields);
    const { locate } = this.#document;
    return {
      type: "namespace",
      name: name ?? "",
      labels: labels ?? {},
      ...(annotations !== undefined && { annotations }),
      ...(labelManagers !== undefined && { labelManagers }),
      source: this.#source(path),
      locate: (field) => locate([...path, ...field]),
    };
  }

  *#workload(object: Record_, path: FieldPath, { apiVersion, kind }: KnownKind, metadata: ObjectMeta): Items {
    const held = podOf(kind, object);
    if (held === undefined) {
      return yield this.#remark(path, "warning", "no-pod-template", `${kind} without a template: nothing to judge`);
    }
    const { locate } = this.#document;
    yield {
      type: "workload",
      apiVersion,
      kind,
      metadata,
      pod: kind === "Pod" ? defaultPod(held.pod) : defaultTemplate(held.pod),
      podPath: held.path,
      ...replicasOf(kind, object["spec"]),
      source: this.#source(path),
      locate: (field) => locate([...path, ...field]),
    };
    if ((held.pod.spec.containers ?? []).length === 0) {
      const message = "has no containers: no check has anything to say, and the API server would refuse it";
      yield this.#remark([...path, ...held.path], "warning", "no-containers", message);
    }
  }

  #remark(
    path: FieldPath,
    severity: "warning" | "info",
    code: RemarkCode,
    message: string,
    line = this.#lineOf(path),
  ): SourceItem {
    return { type: "remark", severity, code, message, source: { ...this.#source(path), line } };
  }

  #unreadable(path: FieldPath, message: string): SourceItem {
    return { type: "unreadable", message, source: { ...this.#source(path), line: this.#lineOf(path) } };
  }

  #source(path: FieldPath): Source {
    return { file: this.#file, document: this.#document.index, line: this.#lineOf(path) };
  }

  #lineOf(path: FieldPath): number {
    return this.#document.locate(path).line;
  }
}

/** Of one that no kustomization near it names. */
const JSON_PATCH =
  "no Kubernetes object but a JSON patch: lint what `kustomize build` makes of it, `kustomize build DIR | kubectl pss lint -`";

/** What decoding finds in an object that was written from the server's own types. */
const TYPED: Decoded = { faults: [], unknownFields: [], size: 0 };

type Items = Generator<SourceItem, undefined>;

/** What a typed list says of items that name no kind. */
interface ListKind {
  readonly kind: unknown;
  readonly apiVersion: unknown;
}

interface KnownKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly struct: string;
  readonly servedAs?: string;
}

function isUnset(name: unknown): boolean {
  return name === undefined || name === null || name === "";
}
