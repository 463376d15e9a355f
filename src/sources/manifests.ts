import type { Source, SourceItem } from "../workloads/object.ts";
import { describeFailure } from "../api/failure.ts";
import { isRecord } from "../api/record.ts";
import { describeValue } from "./decode.ts";
import { readDocuments } from "./documents.ts";
import type { Discovered } from "./files/discover.ts";
import { readTextFile, type TextOrFault } from "./files/read-text.ts";
import { readObjects } from "./objects.ts";
import { mayBePatch } from "./patches.ts";
import { Templates } from "./templates.ts";
import { endLargeInput } from "./young-generation.ts";

/** How standard input is called in place of a file. */
export const STDIN_NAME = "<stdin>";

/**
 * Reads manifests and yields what is in them: each file as it is opened, its objects, remarks on them, and what could not be read. One
 * file is in memory at a time, and nothing of a document is kept once the consumer asks for the next.
 *
 * @param inputs what discoverManifests found
 * @param stdin the text of standard input, where the inputs name it
 */
export function* readManifests(inputs: readonly Discovered[], stdin: TextOrFault): Generator<SourceItem, undefined> {
  try {
    yield* readInputs(inputs, stdin);
  } finally {
    endLargeInput();
  }
}

function* readInputs(inputs: readonly Discovered[], stdin: TextOrFault): Generator<SourceItem, undefined> {
  const templates = new Templates(inputs.flatMap((input) => (input.type === "file" ? input.path : [])));
  for (const input of inputs) {
    const file = input.type === "stdin" ? STDIN_NAME : input.path;
    const source = { file, document: 0, line: 1 };
    try {
      yield* readInput(input, source, stdin, templates);
    } catch (error) {
      // One that fails takes no other with it.
      yield { type: "unreadable", message: describeFailure(error), source };
    }
  }
}

function* readInput(
  input: Discovered,
  source: Source,
  stdin: TextOrFault,
  templates: Templates,
): Generator<SourceItem, undefined> {
  const { file } = source;
  switch (input.type) {
    case "skipped":
      yield { type: "remark", severity: "info", code: "skipped-file", message: input.reason, source };
      break;
    case "unreadable":
      yield { type: "unreadable", message: input.reason, source };
      break;
    case "file":
      if (yield* templates.beforeReading(file)) break;
      yield { type: "file", file };
      yield* readText(readTextFile(file), file, templates);
      break;
    default:
      yield { type: "file", file };
      yield* readText(input.type === "stdin" ? stdin : input.content, file, undefined);
  }
}

/** @param templates what knows of charts and kustomizations around the file; undefined where it is no file in a directory */
function* readText(
  content: TextOrFault,
  file: string,
  templates: Templates | undefined,
): Generator<SourceItem, undefined> {
  if ("fault" in content) {
    yield { type: "unreadable", message: content.fault, source: { file, document: 0, line: content.line } };
    return;
  }
  let hint: string | undefined;
  for (const document of readDocuments(content.text)) {
    if ("fault" in document) {
      const { index, line, fault } = document;
      hint ??= hintFor(content.text, templates === undefined);
      if (hint === TEMPLATE_HINT && templates !== undefined && (yield* templates.onFault(file))) return;
      yield { type: "unreadable", message: fault + hint, source: { file, document: index, line } };
    } else if (templates !== undefined && mayBePatch(document.value) && (yield* templates.onPatch(file))) {
      return;
    } else if (templates === undefined && isComplaint(content.text, document.value)) {
      // `Error: no such chart` is YAML, and to pass over it would say that nothing violates.
      const message = `no manifest but ${describeValue(document.value)}${COMPLAINT_HINT}`;
      yield { type: "unreadable", message, source: { file, document: document.index, line: document.locate([]).line } };
    } else {
      yield* readObjects(document, file);
    }
  }
}

/** What fills the files that a tool makes manifests of: `{{ .Values.a }}`, `{{- if`, `{{/*`, `{% if`. */
const TEMPLATE = /\{\{-?\s*[.$\w(/"']|\{%-?\s*\w/;
const TEMPLATE_HINT =
  "; this looks like a template: render it first, for instance `helm template CHART | kubectl pss lint -`";

/** How helm, kustomize and kubectl begin what they say on standard error: with `2>&1` it comes before the manifests, or in their place. */
const COMPLAINT = /^(?:error: |warning: |(?:coalesce|walk)\.go:|[EW][0-9]{4} )/i;
const COMPLAINT_HINT =
  "; this looks like what the command before the pipe says on standard error: leave out its `2>&1`";

/** Whether a document of piped text is what a command has said, though it is YAML. */
function isComplaint(text: string, value: unknown): boolean {
  return COMPLAINT.test(text) && !(isRecord(value) && value["kind"] !== undefined);
}

/** Why a text may be no YAML, and what to do about it; empty where nothing is known of it. */
function hintFor(text: string, isPiped: boolean): string {
  if (isPiped && COMPLAINT.test(text)) return COMPLAINT_HINT;
  return TEMPLATE.test(text) ? TEMPLATE_HINT : "";
}
