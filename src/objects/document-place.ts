import { showFieldPath, valueAt, type FieldPath } from "../api/field-path.ts";
import type { CustomKinds } from "../workloads/custom/custom-kinds.ts";
import type { FieldPlace, ObjectRef, Source, SourceItem, WrittenObject } from "../workloads/object.ts";
import type { RemarkCode } from "../workloads/remark-codes.ts";
import { isRecord } from "../api/record.ts";
import type { ReadDocument } from "../text/documents.ts";

/** The stream of a document. */
export interface DocumentOrigin {
  /** Whether the document is the output of another command, so that it should be an object. */
  readonly isPiped?: boolean;
  /** The kinds of custom resources that contain pods; absent if no custom resource is judged. It learns the kinds of CustomResourceDefinitions. */
  readonly kinds?: CustomKinds;
}

/** A document of a file. It creates the remarks on the document's fields. */
export class DocumentPlace {
  readonly document: ReadDocument;
  readonly #file: string;

  constructor(document: ReadDocument, file: string) {
    this.document = document;
    this.#file = file;
  }

  remark(
    path: FieldPath,
    severity: "warning" | "info",
    code: RemarkCode,
    message: string,
    line = this.lineOf(path),
  ): SourceItem {
    return { type: "remark", severity, code, message, source: this.sourceAt(line) };
  }

  unreadable(path: FieldPath, message: string): SourceItem {
    return { type: "unreadable", message, source: this.source(path) };
  }

  /**
   * Reports an object that failed unexpectedly. It does not look up the line, because the look-up may be what fails.
   */
  failure(path: FieldPath, message: string): SourceItem {
    const place = path.length === 0 ? "" : `${showFieldPath(path)}: `;
    return {
      type: "unreadable",
      message: place + message,
      source: this.sourceAt(1),
    };
  }

  source(path: FieldPath): Source {
    return this.sourceAt(this.lineOf(path));
  }

  /** @param line a line of the stream, from 1 */
  sourceAt(line: number): Source {
    return sourceAt(this.document, this.#file, line);
  }

  lineOf(path: FieldPath): number {
    return this.document.locate(path).line;
  }

  /** An object of the document; undefined if there is nothing at the path. */
  value(path: FieldPath): unknown {
    return valueAt(this.document.value, path);
  }

  /** An object of the document, with its text. */
  written(path: FieldPath): WrittenObject | undefined {
    const { text, value } = this.document;
    return text && { text, value, path };
  }

  /** Returns the place of a field in its file, which is unknown for a rendered document. */
  locate(path: FieldPath): FieldPlace {
    const place = this.document.locate(path);
    return this.document.rendered === undefined ? place : { line: 0, column: 0, renderedLine: place.line };
  }
}

/**
 * Returns the place of a document, or of a part of it.
 *
 * @param file the name of the stream
 * @param line a line of the stream, from 1
 */
export function sourceAt(
  { index: document, rendered }: Pick<ReadDocument, "index" | "rendered">,
  file: string,
  line: number,
): Source {
  if (rendered === undefined) return { file, document, line };
  return { file: rendered.file, document, line: 1, rendered: { line, values: rendered.values } };
}

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
