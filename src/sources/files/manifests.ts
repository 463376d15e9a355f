import type { Source, SourceItem } from "../../workloads/object.ts";
import { describeFailure } from "../../api/failure.ts";
import { typeOf } from "../../api/quoted.ts";
import { isRecord } from "../../api/record.ts";
import { readDocuments, type ReadDocument, type StreamDocument } from "../../text/documents.ts";
import { Emptiness, noteOnHidden, type Opened } from "./emptiness.ts";
import { decodeManifest, type DecodedText, type TextOrFault } from "./decode-text.ts";
import type { Discovered } from "./discover.ts";
import { readTextFile } from "./read-text.ts";
import { readObjects } from "../../objects/objects.ts";
import { mayBePatch } from "../../objects/patches.ts";
import { TEMPLATE_HINT, looksLikeTemplate } from "../../text/template-syntax.ts";
import { Templates } from "../rendering/templates.ts";
import { endLargeInput } from "./young-generation.ts";

type Items = Generator<SourceItem, undefined>;

/** How standard input is called in place of a file. */
export const STDIN_NAME = "<stdin>";

/**
 * Reads manifests and yields what is in them: each file as it is opened, its objects, remarks on them, and what could not be read. One
 * file is in memory at a time, and nothing of a document is kept once the consumer asks for the next.
 *
 * @param inputs what discoverManifests found
 * @param stdin the text of standard input, where the inputs name it
 * @param mayBeEmpty whether it is no error that no input holds a document
 * @throws UserError where none does, once all have been read
 */
export function* readManifests(inputs: readonly Discovered[], stdin: TextOrFault, mayBeEmpty = true): Items {
  const emptiness = new Emptiness();
  try {
    yield* readInputs(inputs, stdin, emptiness);
    if (!mayBeEmpty) emptiness.settle();
  } finally {
    endLargeInput();
  }
}

function* readInputs(inputs: readonly Discovered[], stdin: TextOrFault, emptiness: Emptiness): Items {
  const templates = new Templates(inputs.flatMap((input) => (input.type === "file" ? input.path : [])));
  const opening = { stdin, templates, emptiness };
  for (const input of inputs) {
    if (input.type === "hidden") {
      yield noteOnHidden(input.count);
      continue;
    }
    const file = input.type === "stdin" ? STDIN_NAME : input.path;
    const source = { file, document: 0, line: 1 };
    try {
      yield* readInput(input, source, opening);
    } catch (error) {
      // One that fails takes no other with it.
      emptiness.found();
      yield { type: "unreadable", message: describeFailure(error), source };
    }
  }
}

/** What the inputs of a run share. */
interface Opening {
  readonly stdin: TextOrFault;
  readonly templates: Templates;
  readonly emptiness: Emptiness;
}

function* readInput(
  input: Exclude<Discovered, { readonly type: "hidden" }>,
  source: Source,
  { stdin, templates, emptiness }: Opening,
): Items {
  const { file } = source;
  const readWatched = (opened: Opened, content: TextOrFault, around: Templates | undefined): Items =>
    emptiness.watch(readText(content, file, around), opened, file, content);
  switch (input.type) {
    case "skipped":
      yield { type: "remark", severity: "info", code: "skipped-file", message: input.reason, source };
      break;
    case "unreadable":
      emptiness.found();
      yield { type: "unreadable", message: input.reason, source };
      break;
    case "file":
      if (yield* templates.beforeReading(file)) {
        emptiness.found();
        break;
      }
      yield { type: "file", file };
      yield* readWatched(input, readTextFile(file, decodeManifest), templates);
      break;
    default:
      yield { type: "file", file };
      yield* readWatched(input, input.type === "stdin" ? stdin : input.content, undefined);
  }
}

/** @param templates what knows of charts and kustomizations around the file; undefined where it is no file in a directory */
function* readText(content: TextOrFault, file: string, templates: Templates | undefined): Items {
  if ("fault" in content) {
    yield { type: "unreadable", message: content.fault, source: { file, document: 0, line: content.line } };
    return;
  }
  if (content.replaced !== undefined) yield replacedRemark(content.replaced, file);
  let hint: string | undefined;
  for (const document of readDocuments(content.text)) {
    if ("fault" in document) {
      hint ??= hintFor(content.text, templates === undefined);
      if (hint === TEMPLATE_HINT && templates !== undefined && (yield* templates.onFault(file))) return;
      yield* itemsOfDocument({ ...document, fault: document.fault + hint }, file);
    } else if ("passedOver" in document) {
      yield* itemsOfDocument(document, file);
    } else if (templates !== undefined && mayBePatch(document.value) && (yield* templates.onPatch(file))) {
      return;
    } else if (templates === undefined && isComplaint(content.text, document.value)) {
      // `Error: no such chart` is YAML, and to pass over it would say that nothing violates.
      const message = `no manifest but ${typeOf(document.value)}${COMPLAINT_HINT}`;
      yield { type: "unreadable", message, source: { file, document: document.index, line: document.locate([]).line } };
    } else {
      yield* itemsOfDocument(document, file, templates === undefined);
    }
  }
}

/**
 * The items that come of a document of a stream, or of what is lost in it: at least one of each.
 *
 * @param isPiped whether another command wrote the stream, so that each document in it should be an object
 * @internal exported for its test
 */
export function* itemsOfDocument(document: StreamDocument, file: string, isPiped = false): Items {
  if ("fault" in document) {
    const { index, line, fault } = document;
    yield { type: "unreadable", message: fault, source: { file, document: index, line } };
  } else if ("passedOver" in document) {
    const { index, line, passedOver: code, message } = document;
    const severity = code === "lost-document" ? "warning" : "info";
    yield { type: "remark", severity, code, message, source: { file, document: index, line } };
  } else {
    yield* readIsolated(document, file, isPiped);
  }
}

/** What goes beyond one object, its keys that stand twice for instance, takes no other document with it where it fails. */
function* readIsolated(document: ReadDocument, file: string, isPiped: boolean): Items {
  try {
    yield* readObjects(document, file, isPiped);
  } catch (error) {
    yield { type: "unreadable", message: describeFailure(error), source: { file, document: document.index, line: 1 } };
  }
}

function replacedRemark({ found, line }: NonNullable<DecodedText["replaced"]>, file: string): SourceItem {
  const message = `is no valid Unicode: found ${found}, which kubectl replaces by U+FFFD; save the file as UTF-8`;
  return { type: "remark", severity: "warning", code: "replaced-bytes", message, source: { file, document: 0, line } };
}

/** How helm, kustomize and kubectl begin what they say on standard error: with `2>&1` it comes before the manifests, or in their place. */
const COMPLAINT = /^(?:error: |error from server|warning: |no resources found|(?:coalesce|walk)\.go:|[EW][0-9]{4} )/i;
const COMPLAINT_HINT =
  "; this looks like what the command before the pipe says on standard error: leave out its `2>&1`";

/** Whether a document of piped text is what a command has said, though it is YAML. */
function isComplaint(text: string, value: unknown): boolean {
  return COMPLAINT.test(text) && !(isRecord(value) && value["kind"] !== undefined);
}

/** Why a text may be no YAML, and what to do about it; empty where nothing is known of it. */
function hintFor(text: string, isPiped: boolean): string {
  if (isPiped && COMPLAINT.test(text)) return COMPLAINT_HINT;
  return looksLikeTemplate(text) ? TEMPLATE_HINT : "";
}
