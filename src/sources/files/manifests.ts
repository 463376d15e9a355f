import { describeFailure } from "../../api/failure.ts";
import { STDIN_NAME } from "../../api/words/quoted.ts";
import { Emptiness, type OpenedInput } from "../../objects/stream/emptiness.ts";
import { readStream } from "../../objects/stream/read-stream.ts";
import type { Source, SourceItem } from "../../workloads/object.ts";
import { Templates } from "../rendering/templates.ts";
import { decodeManifest, type DecodedText, type TextOrFault } from "./decode-text.ts";
import type { Discovered } from "./discover.ts";
import { readTextFile } from "./read-text.ts";
import { endLargeInput } from "./heap-growth.ts";

type Items = Generator<SourceItem, undefined>;

/**
 * Reads manifests. Yields each file as it is opened, its objects, remarks on them, and unreadable documents. One file is in memory at a time, and
 * no document is kept after the consumer asks for the next.
 *
 * @param inputs the result of discoverManifests
 * @param stdin the text of standard input, if the inputs name it
 * @param mayBeEmpty whether inputs without any document are allowed
 * @throws UserError at the end, if no input has a document and that is not allowed
 */
export function* readManifests(inputs: readonly Discovered[], stdin: TextOrFault, mayBeEmpty = true): Items {
  const emptiness = new Emptiness();
  try {
    yield* readInputs(inputs, stdin, emptiness);
    if (!mayBeEmpty) emptiness.assertNotEmpty();
  } finally {
    endLargeInput();
  }
}

function* readInputs(inputs: readonly Discovered[], stdin: TextOrFault, emptiness: Emptiness): Items {
  const templates = new Templates(inputs.flatMap((input) => (input.type === "file" ? input.path : [])));
  const shared = { stdin, templates, emptiness };
  for (const input of inputs) {
    if (input.type === "hidden") {
      yield noteOnHidden(input.count);
      continue;
    }
    const file = input.type === "stdin" ? STDIN_NAME : input.path;
    const source = { file, document: 0, line: 1 };
    try {
      yield* readInput(input, source, shared);
    } catch (error) {
      // The other inputs are read all the same.
      emptiness.found();
      yield { type: "unreadable", message: describeFailure(error), source };
    }
  }
}

/** The state that all inputs of a run share. */
interface SharedState {
  readonly stdin: TextOrFault;
  readonly templates: Templates;
  readonly emptiness: Emptiness;
}

function* readInput(
  input: Exclude<Discovered, { readonly type: "hidden" }>,
  source: Source,
  { stdin, templates, emptiness }: SharedState,
): Items {
  const { file } = source;
  const readWatched = (opened: OpenedInput, content: TextOrFault, around: Templates | undefined): Items =>
    emptiness.watch(readContent(content, file, around), opened, file, "text" in content && content.text.trim() === "");
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

/** @param templates the charts and kustomizations around the file; undefined for standard input and pipes */
function* readContent(content: TextOrFault, file: string, templates: Templates | undefined): Items {
  if ("fault" in content) {
    yield { type: "unreadable", message: content.fault, source: { file, document: 0, line: content.line } };
    return;
  }
  if (content.replaced !== undefined) yield replacedRemark(content.replaced, file);
  yield* readStream(content.text, file, { isPiped: templates === undefined, templates });
}

function replacedRemark({ found, line }: NonNullable<DecodedText["replaced"]>, file: string): SourceItem {
  const message = `is no valid Unicode: found ${found}, which kubectl replaces by U+FFFD; save the file as UTF-8`;
  return { type: "remark", severity: "warning", code: "replaced-bytes", message, source: { file, document: 0, line } };
}

/** A remark on the number of hidden manifests that are left out. */
function noteOnHidden(count: number): SourceItem {
  const manifests = count === 1 ? "1 manifest" : `${count} manifests`;
  const message = `${manifests} in hidden files and directories skipped; --include-hidden reads them`;
  return { type: "remark", severity: "info", code: "hidden-files", message, source: null };
}
