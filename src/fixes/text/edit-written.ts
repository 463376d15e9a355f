import { describeFailure } from "../../api/failure.ts";
import type { DocumentText, TextNode } from "../../api/text-layout.ts";
import { readDocuments, type ReadDocument } from "../../text/documents.ts";
import { areEqual } from "../../text/edit/equal-values.ts";
import { editValue } from "../../text/edit/edit-value.ts";
import { EditRefusal, applyEdits, type TextEdit } from "../../text/edit/text-edit.ts";
import { positionAt } from "../../text/lines.ts";
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
  layout: Layout,
  { isFilter, isForced }: Pick<FixOptions, "isFilter" | "isForced">,
): { readonly edits: readonly TextEdit[] } | { readonly refusal: string } {
  const { text, path } = written;
  const chunk = text.stream.slice(text.start, text.end);
  if (!isFilter && !isForced && isFromHelm(chunk)) return { refusal: RENDERED };
  if (chunk.includes("{{") && ACTION_IN_COMMENT.test(chunk)) return { refusal: "a comment has a template action ({{)" };
  try {
    return { edits: editValue(chunk, layout(text), path, before, after, text.isJson) };
  } catch (error) {
    if (!(error instanceof EditRefusal)) return { refusal: describeFailure(error) };
    const { line } = positionAt(text.stream, text.start + error.offset);
    return { refusal: `line ${line}: ${error.message}` };
  }
}

/** Moves an edit by an offset. */
export function moved({ start, end, text }: TextEdit, offset: number): TextEdit {
  return { start: start + offset, end: end + offset, text };
}

/** Finds the places of the nodes of a document, once for all its objects. */
export type Layout = (text: DocumentText) => TextNode;

/** Makes the layout of a document. */
export function layoutOnce(): Layout {
  let root: TextNode | undefined;
  return (text) => (root ??= text.layout());
}

/**
 * Whether a part of the edited text shows that the text has the expected value: all that the edits can affect. Then the rest need not be read again.
 */
export function isReadAs(text: DocumentText, layout: Layout, edits: readonly TextEdit[], expected: unknown): boolean {
  if (text.isJson) return false;
  const reduced = reduceEdited(text.stream.slice(text.start, text.end), layout(text), edits, expected);
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
