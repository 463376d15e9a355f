import { describeFailure } from "../../api/failure.ts";
import { typeOf } from "../../api/words/quoted.ts";
import { isRecord } from "../../api/record.ts";
import { readDocuments, type ReadDocument, type RenderedFrom, type StreamDocument } from "../../text/documents.ts";
import { TEMPLATE_HINT, looksLikeTemplate } from "../../text/template-syntax.ts";
import type { SourceItem } from "../../workloads/object.ts";
import { WORKLOAD_KINDS, podOf } from "../../workloads/pod-template.ts";
import { sourceAt, type DocumentOrigin } from "../document-place.ts";
import { readObjects } from "../objects.ts";
import { isJsonPatch } from "../non-objects.ts";
import { templatesIn } from "./helm-templates.ts";

type Items = Generator<SourceItem, undefined>;

/**
 * The files from which another tool renders manifests. Each method gets a file, yields the remarks on it, and returns whether the rest of the
 * file is skipped.
 */
interface Templates {
  /** Called for a document that could not be read and looks like a template. */
  onFault(file: string): Generator<SourceItem, boolean>;
  /** Called for a document that may be a patch. */
  onPatch(file: string): Generator<SourceItem, boolean>;
}

/** The origin of a stream. */
interface StreamOrigin extends DocumentOrigin {
  /** The charts and kustomizations around the file; undefined if they are unknown. */
  readonly templates: Templates | undefined;
  /** How a tool rendered the stream; undefined for a stream that is read as it was written. */
  readonly rendering?: StreamRendering | undefined;
}

/** The origin of a stream that helm or kustomize may have rendered. */
export interface StreamRendering {
  /** The origin of a document that no template of Helm is known for; undefined if that is the stream itself. */
  readonly from: RenderedFrom | undefined;
  /** Returns the file of a template by its name in Helm: `web/templates/a.yaml`. */
  fileOf(template: string): string;
}

/**
 * Reads a stream of YAML or JSON as kubectl does, and yields its objects, remarks on them, and an entry for each document that cannot be read.
 *
 * @param file the name of the stream in the report
 */
export function* readStream(text: string, file: string, { templates, rendering, ...origin }: StreamOrigin): Items {
  const { isPiped = false } = origin;
  let hint: string | undefined;
  const documents = readDocuments(text);
  for (const document of rendering === undefined ? documents : withOrigins(documents, text, rendering)) {
    if ("fault" in document) {
      hint ??= hintFor(text, isPiped);
      if (hint === TEMPLATE_HINT && templates !== undefined && (yield* templates.onFault(file))) return;
      yield* itemsOfDocument({ ...document, fault: document.fault + hint }, file);
    } else if ("passedOver" in document) {
      yield* itemsOfDocument(document, file);
    } else if (templates !== undefined && mayBePatch(document.value) && (yield* templates.onPatch(file))) {
      return;
    } else if (isPiped && isErrorOutput(text, document.value)) {
      // `Error: no such chart` is YAML. Without an entry for it, the report would look as if nothing violated.
      const message = `no manifest but ${typeOf(document.value)}${ERROR_OUTPUT_HINT}`;
      yield { type: "unreadable", message, source: sourceAt(document, file, document.locate([]).line) };
    } else {
      yield* itemsOfDocument(document, file, origin);
    }
  }
}

/** Adds to each document the file that it was rendered from. */
function* withOrigins(
  documents: Iterable<StreamDocument>,
  text: string,
  { from, fileOf }: StreamRendering,
): Generator<StreamDocument, undefined> {
  const templateAt = templatesIn(text);
  for (const document of documents) {
    const template = templateAt("locate" in document ? document.locate([]).line : document.line);
    const rendered = template === undefined ? from : { values: from?.values ?? [], file: fileOf(template) };
    yield rendered === undefined ? document : { ...document, rendered };
  }
}

/**
 * Yields the items of a document, or a remark on a text that kubectl loses: at least one item.
 *
 * @param origin the stream of the document
 */
export function* itemsOfDocument(document: StreamDocument, file: string, origin: DocumentOrigin = {}): Items {
  if ("fault" in document) {
    const { line, fault } = document;
    yield { type: "unreadable", message: fault, source: sourceAt(document, file, line) };
  } else if ("passedOver" in document) {
    const { line, passedOver: code, message } = document;
    const severity = code === "lost-document" ? "warning" : "info";
    yield { type: "remark", severity, code, message, source: sourceAt(document, file, line) };
  } else {
    yield* readIsolated(document, file, origin);
  }
}

/** Reads a document so that a failure, for instance in its duplicate keys, loses no other document. */
function* readIsolated(document: ReadDocument, file: string, origin: DocumentOrigin): Items {
  try {
    yield* readObjects(document, file, origin);
  } catch (error) {
    yield { type: "unreadable", message: describeFailure(error), source: sourceAt(document, file, 1) };
  }
}

const WORKLOADS: ReadonlySet<string> = new Set(WORKLOAD_KINDS);
const SELECTING: ReadonlySet<string> = new Set(["ReplicaSet", "Deployment", "StatefulSet", "DaemonSet"]);

/**
 * Whether a document may be a patch: JSON patch operations, or a workload without a field that the API server requires
 * (Kubernetes v1.37, validation of the nine kinds): a selector, containers, or an image of a container. A strategic
 * merge patch nearly always lacks one.
 *
 * @param value a document of any form
 * @internal exported for its test
 */
export function mayBePatch(value: unknown): boolean {
  return isRecord(value) ? isPartial(value) : isJsonPatch(value);
}

function isPartial(object: Readonly<Record<string, unknown>>): boolean {
  const { kind, spec } = object;
  if (typeof kind !== "string" || !WORKLOADS.has(kind)) return false;
  if (SELECTING.has(kind) && (!isRecord(spec) || spec["selector"] === undefined)) return true;
  const containers: unknown = podOf(kind, object)?.pod.spec.containers;
  if (!Array.isArray(containers) || containers.length === 0) return true;
  return containers.some((container) => isRecord(container) && container["image"] === undefined);
}

/**
 * The beginning of a message that helm, kustomize or kubectl writes to standard error. With `2>&1`, messages come before the manifests or in
 * place of them.
 */
const ERROR_OUTPUT =
  /^(?:error: |error from server|warning: |no resources found|(?:coalesce|walk)\.go:|[EW][0-9]{4} )/i;
const ERROR_OUTPUT_HINT =
  "; this looks like what the command before the pipe says on standard error: leave out its `2>&1`";

/** Whether a document of piped text is the message of a command that happens to be YAML. */
function isErrorOutput(text: string, value: unknown): boolean {
  return ERROR_OUTPUT.test(text) && !(isRecord(value) && value["kind"] !== undefined);
}

/** Why a text may not be YAML, and advice; empty if the reason is unknown. */
function hintFor(text: string, isPiped: boolean): string {
  if (isPiped && ERROR_OUTPUT.test(text)) return ERROR_OUTPUT_HINT;
  return looksLikeTemplate(text) ? TEMPLATE_HINT : "";
}
