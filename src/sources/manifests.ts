import type { SourceItem } from "../workloads/object.ts";
import { readDocuments } from "./documents.ts";
import type { Discovered } from "./files/discover.ts";
import { readTextFile, type TextOrFault } from "./files/read-text.ts";
import { readObjects } from "./objects.ts";
import { endLargeInput } from "./young-generation.ts";

/** What standard input is called in reports. */
const STDIN_NAME = "<stdin>";

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
  for (const input of inputs) {
    const file = input.type === "stdin" ? STDIN_NAME : input.path;
    const source = { file, document: 0, line: 1 };
    switch (input.type) {
      case "skipped":
        yield { type: "remark", severity: "info", code: "skipped-file", message: input.reason, source };
        break;
      case "unreadable":
        yield { type: "unreadable", message: input.reason, source };
        break;
      default:
        yield { type: "file", file };
        yield* readText(contentOf(input, stdin), file);
    }
  }
}

function contentOf(input: Discovered & { type: "file" | "pipe" | "stdin" }, stdin: TextOrFault): TextOrFault {
  if (input.type === "stdin") return stdin;
  return input.type === "pipe" ? input.content : readTextFile(input.path);
}

function* readText(content: TextOrFault, file: string): Generator<SourceItem, undefined> {
  if ("fault" in content) {
    yield { type: "unreadable", message: content.fault, source: { file, document: 0, line: content.line } };
    return;
  }
  let hint: string | undefined;
  for (const document of readDocuments(content.text)) {
    if ("fault" in document) {
      const { index, line, fault } = document;
      hint ??= hintFor(content.text);
      yield { type: "unreadable", message: fault + hint, source: { file, document: index, line } };
    } else {
      yield* readObjects(document, file);
    }
  }
}

/** Files that are made into manifests by another tool are told apart by what they are full of. */
function hintFor(text: string): string {
  return /\{\{-?\s*[.$\w(/"]/.test(text)
    ? "; this looks like a template: render it first, for instance `helm template CHART | kubectl pss lint -`"
    : "";
}
