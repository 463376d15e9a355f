import { UserError } from "../../api/user-error.ts";
import type { RemarkCode, Source, SourceItem } from "../../workloads/object.ts";
import { NULL } from "../../text/documents.ts";

/** An input that can turn out to contain nothing. */
export interface OpenedInput {
  readonly type: "file" | "pipe" | "stdin";
  /** Whether the user named this file, rather than a folder or a pattern. */
  readonly isNamed?: boolean;
}

/**
 * Watches what comes of each input, so that an input without any document never passes for one without violations: each gets a note, which
 * is an error where an argument names the input, and the run ends where all inputs are such. Nor does a pipe that brings documents and not
 * a single Kubernetes object: kubectl rejects each of them.
 */
export class Emptiness {
  #hasFound = false;
  /** The inputs without a document, in words, and what to do about each. */
  readonly #empty: (readonly [found: string, advice: string])[] = [];

  /** Tells that something came of an input that nobody watches. */
  found(): void {
    this.#hasFound = true;
  }

  /**
   * Passes items on, and notes where there are none.
   *
   * @param file the name of the input
   * @param isBlank whether the text of the input is white space alone
   */
  *watch(
    items: Iterable<SourceItem>,
    input: OpenedInput,
    file: string,
    isBlank: boolean,
  ): Generator<SourceItem, undefined> {
    let isEmpty = true;
    let hasNonObjects = false;
    let hasOthers = false;
    for (const item of items) {
      isEmpty = false;
      if (isNonObject(item)) hasNonObjects ||= item.message !== NULL;
      else hasOthers = true;
      yield item;
    }
    if (isEmpty) return yield this.#note(input, file, isBlank);
    this.#hasFound = true;
    // A search finds files of all kinds; a pipe is there to bring objects.
    if (hasNonObjects && !hasOthers && input.type !== "file") {
      yield remark("empty-input", `no Kubernetes object came in; ${inSentence(PIPE_ADVICE)}`, {
        file,
        document: 0,
        line: 1,
      });
    }
  }

  #note(input: OpenedInput, file: string, isBlank: boolean): SourceItem {
    const what = isBlank ? "nothing" : "nothing but comments";
    const source = { file, document: 0, line: 1 };
    const [found, advice] = input.type === "file" ? [`holds ${what}`, FILE_ADVICE] : [`${what} came in`, PIPE_ADVICE];
    const where = { file: `${file} ${found}`, pipe: `${found} by ${file}`, stdin: `${found} on standard input` };
    this.#empty.push([where[input.type], advice]);
    // A file may be put out of use by comments, and a search finds files of all kinds; a pipe is there to bring something.
    const isHarmless = input.type === "file" && !(isBlank && input.isNamed === true);
    return isHarmless
      ? remark("empty-file", found, source)
      : remark("empty-input", `${found}; ${inSentence(advice)}`, source);
  }

  /** @throws UserError where there are inputs, and no document in any of them */
  assertNotEmpty(): void {
    const [first, ...others] = this.#empty;
    if (this.#hasFound || first === undefined) return;
    const [found, advice] = first;
    if (others.length === 0) throw new UserError(found, `${advice}.`);
    throw new UserError(
      `there is no document in any of ${this.#empty.length} files: they are empty or have only comments`,
      "Check the paths, and look at what writes these files.",
    );
  }
}

const FILE_ADVICE = "Look at what writes the file, or leave it out";
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
