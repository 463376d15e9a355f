import { showFieldPath, type FieldPath } from "../api/field-path.ts";
import type { RemarkCode, Source, SourceItem } from "../workloads/object.ts";
import type { ReadDocument } from "../text/documents.ts";

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
    return { type: "remark", severity, code, message, source: { ...this.source(path), line } };
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
      source: { file: this.#file, document: this.document.index, line: 1 },
    };
  }

  source(path: FieldPath): Source {
    return { file: this.#file, document: this.document.index, line: this.lineOf(path) };
  }

  lineOf(path: FieldPath): number {
    return this.document.locate(path).line;
  }
}
