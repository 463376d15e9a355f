import { count, plural } from "../../api/words/plural.ts";
import { MAX_FILE_BYTES, type RefuseReplacing } from "../../api/files.ts";
import { UserError } from "../../api/user-error.ts";
import { STDIN_NAME } from "../../api/words/quoted.ts";
import { decodeManifest, type TextOrFault } from "../../sources/files/decode-text.ts";
import { discoverManifests, type Discovered, type SearchOptions } from "../../sources/files/discover.ts";
import { decodeText } from "../../sources/files/read-text.ts";
import { readManifests } from "../../sources/files/manifests.ts";
import type { RenderingRequest } from "../../sources/rendering/options.ts";
import type { RenderedInputs, RenderingHost } from "../../sources/rendering/run/render.ts";
import { CustomKinds } from "../../workloads/custom/custom-kinds.ts";
import { parseOwnKinds } from "../../workloads/custom/own-kinds.ts";
import { formatTemplatePath } from "../../workloads/custom/template-path.ts";
import type { SourceItem } from "../../workloads/object.ts";
import type { Terminal } from "../terminal.ts";

/** The manifest files that the arguments of a command name. */
export interface OpenedManifests {
  /** The number of files. */
  readonly files: number;
  /** Their paths, and those of the charts and kustomizations that are rendered, without standard input. */
  readonly paths: readonly string[];
  /** The kinds of custom resources that are judged. Reading adds the kinds of the CustomResourceDefinitions among the inputs. */
  readonly kinds: CustomKinds;
  /** Reads all items from the beginning, each time it is called. */
  read(): Iterable<SourceItem>;
  /** Reads the items of some files, named as in their sources. Nothing that was rendered is among them. */
  readOnly(files: ReadonlySet<string>): Iterable<SourceItem>;
}

/** How manifests are found. */
interface ManifestOptions extends SearchOptions {
  /** The places of pods in custom resources (`--pod-template`). */
  readonly podTemplate?: readonly string[];
  /** Ends the run if a report would replace a file that it reads; absent if the run writes no report to a file. */
  readonly refuseReplacing?: RefuseReplacing;
}

/**
 * Finds the manifests that the arguments of a command name; `-` is standard input.
 *
 * @param rendering what to render; nothing by default
 * @throws UserError if there are none, a place is not understood, or a report would replace an input
 */
export async function openManifests(
  paths: readonly string[],
  options: ManifestOptions,
  terminal: Terminal,
  rendering: RenderingRequest = {},
): Promise<OpenedManifests> {
  const kinds = new CustomKinds(parseOwnKinds(options.podTemplate ?? []));
  const found = discoverManifests(paths, options);
  const isRendering = rendering.render !== undefined || rendering.kustomization !== undefined;
  const { env, withCleanup } = terminal;
  const { refuseReplacing = () => {} } = options;
  const { inputs, rendered } = isRendering
    ? await renderFound(paths, found, rendering, { env, withCleanup, refuseReplacing })
    : { inputs: found, rendered: undefined };
  if (!inputs.some(({ type }) => type !== "skipped" && type !== "hidden")) throw nothingFound(paths, inputs);
  const stdin = await readStdin(inputs, terminal);
  const files = inputs.filter(({ type }) => type !== "skipped" && type !== "hidden" && type !== "excluded").length;
  return {
    files,
    paths: inputs.flatMap((input) => (input.type === "file" || input.type === "rendered" ? input.path : [])),
    kinds,
    read: () => withUnmatched(readManifests(inputs, stdin, { mayBeEmpty: false, rendered, kinds }), kinds),
    readOnly: (only) =>
      readManifests(
        inputs.filter((input) => isOneOf(input, only)),
        stdin,
        { kinds },
      ),
  };
}

function isOneOf(input: Discovered, files: ReadonlySet<string>): boolean {
  if (input.type === "stdin") return files.has(STDIN_NAME);
  return (input.type === "file" || input.type === "pipe") && files.has(input.path);
}

/** Passes items on, and ends with a remark on each path of `--pod-template` that no object of its kind has. */
function* withUnmatched(items: Iterable<SourceItem>, kinds: CustomKinds): Generator<SourceItem, undefined> {
  yield* items;
  for (const { template, name, source } of kinds.unmatched()) {
    const message = `--pod-template: no ${name} has a pod at ${formatTemplatePath(template.path)}: it judges nothing`;
    yield { type: "remark", severity: "warning", code: "unmatched-pod-template", message, source };
  }
}

/** Renders the charts and kustomizations. Loaded late, since most runs render nothing. */
async function renderFound(
  paths: readonly string[],
  found: readonly Discovered[],
  rendering: RenderingRequest,
  host: RenderingHost,
): Promise<RenderedInputs> {
  const { renderInputs } = await import("../../sources/rendering/run/render.ts");
  return renderInputs(paths, found, rendering, host);
}

function nothingFound(paths: readonly string[], inputs: readonly Discovered[]): UserError {
  const hidden = inputs.find((input) => input.type === "hidden");
  const hint =
    hidden === undefined
      ? "Directories are searched for files named .yaml, .yml or .json, but not .git and node_modules."
      : `${inHidden(hidden)}: --include-hidden reads hidden files and directories.`;
  return new UserError(`no manifests in ${paths.join(", ")}`, hint);
}

function inHidden({ manifests, directories }: Extract<Discovered, { type: "hidden" }>): string {
  return manifests > 0
    ? `${count(manifests, "manifest")} in hidden places`
    : `${directories} hidden ${plural(directories, "directory", "directories")} cannot be listed`;
}

async function readStdin(inputs: readonly Discovered[], { readStandardInput }: Terminal): Promise<TextOrFault> {
  if (!inputs.some(({ type }) => type === "stdin")) return { text: "" };
  return decodeText(await readStandardInput(MAX_FILE_BYTES), decodeManifest);
}
