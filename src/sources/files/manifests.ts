import { describeFailure } from "../../api/failure.ts";
import { count, plural } from "../../api/words/plural.ts";
import { STDIN_NAME } from "../../api/words/quoted.ts";
import { Emptiness, watchPipe, type OpenedInput } from "../../objects/stream/emptiness.ts";
import { readStream, type StreamRendering } from "../../objects/stream/read-stream.ts";
import type { CustomKinds } from "../../workloads/custom/custom-kinds.ts";
import type { Source, SourceItem } from "../../workloads/object.ts";
import { templateFiles } from "../rendering/template-file.ts";
import { NOTHING_RENDERED, Templates, type RenderedSources } from "../rendering/templates.ts";
import { LARGE, decodeManifest, type DecodedText, type TextOrFault } from "./decode-text.ts";
import type { Discovered } from "./discover.ts";
import { readTextFile } from "./read-text.ts";
import { endLargeInput, expectLargeInput } from "./heap-growth.ts";

type Items = Generator<SourceItem, undefined>;

/** How manifests are read. */
export interface ManifestOptions {
  /** Whether inputs without any document are allowed; true by default. */
  readonly mayBeEmpty?: boolean;
  /** The inputs whose rendered output is judged in their place. */
  readonly rendered?: RenderedSources | undefined;
  /** The kinds of custom resources that contain pods; absent if no custom resource is judged. */
  readonly kinds?: CustomKinds | undefined;
}

/**
 * Reads manifests. Yields each file as it is opened, its objects, remarks on them, and unreadable documents. One file is in memory at a time, and
 * no document is kept after the consumer asks for the next.
 *
 * @param inputs the result of discoverManifests
 * @param stdin the text of standard input, if the inputs name it
 * @throws UserError at the end, if no input has a document and that is not allowed
 */
export function* readManifests(
  inputs: readonly Discovered[],
  stdin: TextOrFault,
  { mayBeEmpty = true, rendered = NOTHING_RENDERED, kinds }: ManifestOptions = {},
): Items {
  const emptiness = new Emptiness();
  try {
    yield* readInputs(inputs, { stdin, rendered, kinds }, emptiness);
    if (!mayBeEmpty) emptiness.assertNotEmpty();
  } finally {
    endLargeInput();
  }
}

function* readInputs(
  inputs: readonly Discovered[],
  {
    stdin,
    rendered,
    kinds,
  }: Required<Pick<ManifestOptions, "rendered">> & Pick<ManifestOptions, "kinds"> & { readonly stdin: TextOrFault },
  emptiness: Emptiness,
): Items {
  const paths = inputs.flatMap((input) => (input.type === "file" ? input.path : []));
  const shared = {
    stdin,
    kinds,
    templates: new Templates(paths, rendered),
    piped: pipedRendering(),
    counted: new Set<string>(),
    length: 0,
  };
  for (const input of inputs) {
    const source = { file: nameOf(input), document: 0, line: 1 };
    try {
      yield* readInput(input, source, shared, emptiness);
    } catch (error) {
      // The other inputs are read all the same.
      emptiness.found();
      yield { type: "unreadable", message: describeFailure(error), source };
    }
  }
}

/** The name of an input in the report. The hidden files have none, as nothing is reported of a single one. */
function nameOf(input: Discovered): string {
  if (input.type === "hidden" || input.type === "excluded") return "";
  return input.type === "stdin" ? STDIN_NAME : input.path;
}

/** The state that all inputs of a run share. */
interface SharedState {
  readonly stdin: TextOrFault;
  readonly templates: Templates;
  readonly kinds: CustomKinds | undefined;
  /** The origin of piped text, which may be the output of Helm. */
  readonly piped: StreamRendering;
  /** The files of the charts and kustomizations whose output was read: each counts once, also if it was rendered several times. */
  readonly counted: Set<string>;
  /** The length of all texts that were read. */
  length: number;
}

function pipedRendering(): StreamRendering {
  return { from: undefined, fileOf: templateFiles() };
}

/** The content of an input. If it has no document, the input is empty. */
interface OpenedContent {
  readonly type: "content";
  readonly input: OpenedInput;
  readonly content: TextOrFault;
  /** The charts and kustomizations around the file; undefined for standard input, pipes and rendered text. */
  readonly templates?: Templates;
  /** The origin of text that a tool may have rendered; undefined for files. */
  readonly rendering?: StreamRendering;
}

/** The rest of an input, after the items about the input itself. */
type Rest =
  | OpenedContent
  /** Nothing is left to read, and the input is not empty: the items about it tell what it is. */
  | { readonly type: "found" }
  /** The input is left out. It is neither empty nor not. */
  | { readonly type: "skipped" };

/** The only caller of openInput, so that every kind of input is watched for emptiness. */
function* readInput(input: Discovered, source: Source, shared: SharedState, emptiness: Emptiness): Items {
  const rest = yield* openInput(input, source, shared);
  if (rest.type === "found") emptiness.found();
  if (rest.type !== "content") return;
  if ("text" in rest.content) shared.length += rest.content.text.length;
  // Many small files are a large input, too.
  if (shared.length > LARGE) expectLargeInput();
  yield* readOpened(rest, source.file, shared.kinds, emptiness);
}

function* readOpened(opened: OpenedContent, file: string, kinds: CustomKinds | undefined, emptiness: Emptiness): Items {
  const { input, content } = opened;
  const items = readContent(opened, file, kinds);
  let isEmpty = true;
  const isPipe = input.type === "stdin" || input.type === "pipe";
  for (const item of isPipe ? watchPipe(items, file) : items) {
    isEmpty = false;
    yield item;
  }
  if (isEmpty) yield emptiness.note(input, file, "text" in content && content.text.trim() === "");
  else emptiness.found();
}

/** Opens an input: yields the items about the input itself, and returns the rest of it. */
function* openInput(
  input: Discovered,
  source: Source,
  { stdin, templates, piped, counted }: SharedState,
): Generator<SourceItem, Rest, undefined> {
  const { file } = source;
  switch (input.type) {
    case "hidden":
      yield noteOnHidden(input);
      return { type: "skipped" };
    case "excluded":
      yield noteOnExcluded(input);
      return { type: "found" };
    case "skipped":
      yield { type: "remark", severity: "info", code: "skipped-file", message: input.reason, source };
      return { type: "skipped" };
    case "unreadable":
      yield { type: "unreadable", message: input.reason, source };
      return { type: "found" };
    case "file":
      // Of a rendered input, only the output tells whether it is empty.
      if (yield* templates.beforeReading(file)) return { type: templates.isRendered(file) ? "skipped" : "found" };
      yield { type: "file", file };
      return { type: "content", input, content: readTextFile(file, decodeManifest), templates };
    case "pipe":
      yield { type: "file", file };
      return { type: "content", input, content: input.content, rendering: piped };
    case "stdin":
      yield { type: "file", file };
      return { type: "content", input, content: stdin, rendering: piped };
    case "rendered":
      if (!counted.has(file)) yield { type: "file", file };
      counted.add(file);
      return { type: "content", input, content: input.content, rendering: input.rendering };
  }
}

function* readContent(
  { content, templates, rendering }: OpenedContent,
  file: string,
  kinds: CustomKinds | undefined,
): Items {
  if ("fault" in content) {
    yield { type: "unreadable", message: content.fault, source: { file, document: 0, line: content.line } };
    return;
  }
  if (content.replaced !== undefined) yield replacedRemark(content.replaced, file);
  yield* readStream(content.text, file, {
    isPiped: templates === undefined,
    templates,
    rendering,
    ...(kinds !== undefined && { kinds }),
  });
}

function replacedRemark({ found, line }: NonNullable<DecodedText["replaced"]>, file: string): SourceItem {
  const message = `is not valid Unicode: found ${found}, which kubectl replaces with U+FFFD; save the file as UTF-8`;
  return { type: "remark", severity: "warning", code: "replaced-bytes", message, source: { file, document: 0, line } };
}

/** A remark on the files and directories that the configuration excludes. */
function noteOnExcluded({ entries, by }: Extract<Discovered, { type: "excluded" }>): SourceItem {
  const message = `${entries} ${plural(entries, "file or directory is", "files or directories are")} excluded`;
  return { type: "remark", severity: "info", code: "excluded-files", message, source: { ...by, document: 0 } };
}

/** A remark on the hidden manifests that are left out, and on the hidden directories that cannot be listed. */
function noteOnHidden({ manifests, directories }: Extract<Discovered, { type: "hidden" }>): SourceItem {
  const files = `${count(manifests, "manifest")} in hidden files and directories skipped`;
  const closed = `${directories} hidden ${plural(directories, "directory", "directories")}`;
  const message =
    manifests === 0
      ? `${closed} skipped that cannot be listed; --include-hidden reads ${plural(directories, "it", "them")}`
      : `${files}${directories === 0 ? "" : `, and ${closed} that cannot be listed`}; --include-hidden reads them`;
  return { type: "remark", severity: "info", code: "hidden-files", message, source: null };
}
