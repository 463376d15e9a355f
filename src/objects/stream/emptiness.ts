import { UserError } from "../../api/user-error.ts";
import type { Source, SourceItem } from "../../workloads/object.ts";
import type { RemarkCode } from "../../workloads/remark-codes.ts";
import { NULL } from "../../text/documents.ts";

/** An input that may be empty. */
export interface OpenedInput {
  readonly type: "file" | "pipe" | "stdin" | "rendered";
  /** Whether the user named this file, and not a folder or a pattern. */
  readonly isNamed?: boolean;
}

/**
 * Collects the empty inputs, so that an input without documents never looks like one without violations. Each gets a note, which is an error for
 * a pipe and for a blank file that an argument names. If all inputs are empty, the run ends.
 */
export class Emptiness {
  #hasFound = false;
  /** The fault of each input without a document, and the advice. */
  readonly #empty: (readonly [found: string, advice: string])[] = [];

  /** Called for an input that has a document, or that may have one. */
  found(): void {
    this.#hasFound = true;
  }

  /**
   * Returns the note on an input without any document.
   *
   * @param file the name of the input
   * @param isBlank whether the text of the input is only white space
   */
  note(input: OpenedInput, file: string, isBlank: boolean): SourceItem {
    const what = isBlank ? "nothing" : "nothing but comments";
    const source = { file, document: 0, line: 1 };
    const [found, advice] = {
      file: [isBlank ? "is empty" : "contains only comments", FILE_ADVICE] as const,
      rendered: ["renders no objects", RENDERED_ADVICE] as const,
      pipe: [`${what} came in`, PIPE_ADVICE] as const,
      stdin: [`${what} came in`, PIPE_ADVICE] as const,
    }[input.type];
    const where = {
      file: `${file} ${found}`,
      rendered: `${file} ${found}`,
      pipe: `${found} by ${file}`,
      stdin: `${found} on standard input`,
    };
    this.#empty.push([where[input.type], advice]);
    // A file may be disabled by comments, a chart by its values, and a search finds files of all kinds. But a pipe should contain something.
    const isHarmless = input.type === "rendered" || (input.type === "file" && !(isBlank && input.isNamed === true));
    return isHarmless
      ? remark("empty-file", found, source)
      : remark("empty-input", `${found}; ${inSentence(advice)}`, source);
  }

  /** @throws UserError if there are inputs, and none of them contains a document */
  assertNotEmpty(): void {
    const [first, ...others] = this.#empty;
    if (this.#hasFound || first === undefined) return;
    const [found, advice] = first;
    if (others.length === 0) throw new UserError(found, `${advice}.`);
    throw new UserError(
      `no document in any of ${this.#empty.length} files: they are empty or have only comments`,
      "Check the paths, and the program that writes these files.",
    );
  }
}

/**
 * Passes the items of a pipe on, and adds a remark if none of its documents is a Kubernetes object: kubectl rejects each of them. A search finds
 * files of all kinds, but a pipe should bring objects.
 */
export function* watchPipe(items: Iterable<SourceItem>, file: string): Generator<SourceItem, undefined> {
  let hasNonObjects = false;
  let hasOthers = false;
  for (const item of items) {
    if (isNonObject(item)) hasNonObjects ||= item.message !== NULL;
    else hasOthers = true;
    yield item;
  }
  if (!hasNonObjects || hasOthers) return;
  const message = `no Kubernetes object came in; ${inSentence(PIPE_ADVICE)}`;
  yield remark("empty-input", message, { file, document: 0, line: 1 });
}

const FILE_ADVICE = "Look at what writes the file, or leave it out";
const RENDERED_ADVICE = "Look at its values: they may disable all of it";
const PIPE_ADVICE = "Look at the command before the pipe: it printed no manifests";

function inSentence(advice: string): string {
  return advice.charAt(0).toLowerCase() + advice.slice(1);
}

function isNonObject(item: SourceItem): item is SourceItem & { type: "remark" } {
  return item.type === "remark" && item.code === "not-an-object";
}

function remark(code: RemarkCode, message: string, source: Source | null): SourceItem {
  return { type: "remark", severity: "info", code, message, source };
}
