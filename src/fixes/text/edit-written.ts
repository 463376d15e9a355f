import { describeFailure } from "../../api/failure.ts";
import type { DocumentText, TextNode } from "../../api/text-layout.ts";
import { readDocuments, type ReadDocument } from "../../text/documents.ts";
import { areEqual } from "../../api/values/equal-values.ts";
import { editValue } from "../../text/edit/edit-value.ts";
import { editableText, type EditableText } from "../../text/edit/last-line.ts";
import { EditRefusal, applyEdits, type TextEdit } from "../../text/edit/text-edit.ts";
import { LineIndex } from "../../text/lines.ts";
import type { WrittenObject } from "../../workloads/object.ts";
import type { FixOptions } from "../options.ts";
import { reduceEdited } from "./reduced-text.ts";

/** The comment that Helm writes before each object. */
const HELM_SOURCE = /^# Source: \S+\/(?:templates|crds)\//m;
/** A template action in a comment: another tool may replace it by lines. */
const ACTION_IN_COMMENT = /(?:^|[ \t])#[^\n]*\{\{/m;

function isFromHelm(chunk: string): boolean {
  // The pattern is slow on a long text.
  return chunk.includes("# Source: ") && HELM_SOURCE.test(chunk);
}

/** The reason for which the text of a workload is not edited. */
export const RENDERED =
  "Helm rendered it, so an edit would be lost: use -o kustomize, or the filter: helm template CHART | kubectl pss fix -";

/**
 * Finds the edits of the text of an object, with offsets in its document, or why there are none.
 *
 * @param before the object as it was read
 * @param after the object with its changes; parts that do not change are the same
 */
export function editWritten(
  written: WrittenObject,
  before: unknown,
  after: unknown,
  documentOf: DocumentOf,
  { isFilter, isForced }: Pick<FixOptions, "isFilter" | "isForced">,
): { readonly edits: readonly TextEdit[] } | { readonly refusal: string } {
  const { text, path } = written;
  const document = documentOf(text);
  if (!isFilter && !isForced && document.isFromHelm) return { refusal: RENDERED };
  if (document.hasActionInComment) return { refusal: "a comment has a template action ({{)" };
  try {
    return { edits: editValue(document.editable, document.root, path, before, after) };
  } catch (error) {
    if (!(error instanceof EditRefusal)) return { refusal: describeFailure(error) };
    const { line } = document.lines.positionAt(text.start + error.offset);
    return { refusal: `line ${line}: ${error.message}` };
  }
}

/** Moves an edit by an offset. */
export function moved({ start, end, text }: TextEdit, offset: number): TextEdit {
  return { start: start + offset, end: end + offset, text };
}

/** A document whose objects are edited. Each fact is found once for all its objects: a list may have 100,000. */
class EditedDocument {
  readonly #text: DocumentText;
  readonly #chunk: string;
  #root: TextNode | undefined;
  #editable: EditableText | undefined;
  #lines: LineIndex | undefined;
  #isFromHelm: boolean | undefined;
  #hasActionInComment: boolean | undefined;

  constructor(text: DocumentText) {
    this.#text = text;
    this.#chunk = text.stream.slice(text.start, text.end);
  }

  get root(): TextNode {
    return (this.#root ??= this.#text.layout());
  }

  get editable(): EditableText {
    return (this.#editable ??= editableText(this.#chunk, this.#text.isJson));
  }

  /** The lines of the stream of the document. */
  get lines(): LineIndex {
    return (this.#lines ??= new LineIndex(this.#text.stream));
  }

  get isFromHelm(): boolean {
    return (this.#isFromHelm ??= isFromHelm(this.#chunk));
  }

  get hasActionInComment(): boolean {
    return (this.#hasActionInComment ??= this.#chunk.includes("{{") && ACTION_IN_COMMENT.test(this.#chunk));
  }
}

/** Returns the document of an object. */
export type DocumentOf = (text: DocumentText) => EditedDocument;

/** Creates a DocumentOf for all objects of one document. */
export function documentOnce(): DocumentOf {
  let document: EditedDocument | undefined;
  return (text) => (document ??= new EditedDocument(text));
}

/**
 * Whether a part of the edited text shows that the text has the expected value: all that the edits can affect. Then the rest need not be read again.
 */
export function isReadAs(
  { editable: { text, isJson }, root }: EditedDocument,
  edits: readonly TextEdit[],
  expected: unknown,
): boolean {
  if (isJson) return false;
  const reduced = reduceEdited(text, root, edits, expected);
  const document = reduced && readOnly(reduced.text);
  return document !== undefined && areEqual(document.value, reduced?.value);
}

/** Reads the edited text of a document. */
export function readEdited({ stream, start, end }: DocumentText, edits: readonly TextEdit[]): ReadDocument | undefined {
  return readOnly(applyEdits(stream.slice(start, end), edits));
}

/** Reads the only document of a text; undefined if there are several, or it cannot be read. */
function readOnly(text: string): ReadDocument | undefined {
  const [document, ...others] = [...readDocuments(text)].flatMap((one) => ("passedOver" in one ? [] : one));
  return document === undefined || others.length > 0 || "fault" in document ? undefined : document;
}
