import { UserError } from "../api/user-error.ts";
import { decodeManifest, type TextOrFault } from "../sources/files/decode-text.ts";
import { discoverManifests, type Discovered, type SearchOptions } from "../sources/files/discover.ts";
import { MAX_BYTES, decodeText } from "../sources/files/read-text.ts";
import { readManifests } from "../sources/files/manifests.ts";
import type { SourceItem } from "../workloads/object.ts";
import { readAll, say, type Io } from "../cli/terminal/io.ts";

/** The manifests that some paths name. */
export interface OpenedManifests {
  /** How many files there are. */
  readonly files: number;
  /** Reads them all, from the beginning, each time it is called. */
  read(): Iterable<SourceItem>;
}

/**
 * Finds the manifests that the arguments of a command name; `-` is standard input.
 *
 * @throws UserError where there are none
 */
export async function openManifests(
  paths: readonly string[],
  options: SearchOptions,
  io: Io,
): Promise<OpenedManifests> {
  const inputs = discoverManifests(paths, options);
  if (!inputs.some(({ type }) => type !== "skipped" && type !== "hidden")) throw nothingFound(paths, inputs);
  const stdin = await readStdin(inputs, io);
  const files = inputs.filter(({ type }) => type !== "skipped" && type !== "hidden").length;
  return { files, read: () => readManifests(inputs, stdin, false) };
}

function nothingFound(paths: readonly string[], inputs: readonly Discovered[]): UserError {
  const hidden = inputs.find((input) => input.type === "hidden")?.count ?? 0;
  const hint =
    hidden === 0
      ? "Directories are searched for files named .yaml, .yml or .json, but not .git and node_modules."
      : `--include-hidden reads hidden files and directories, which hold ${hidden}.`;
  return new UserError(`no manifests in ${paths.join(", ")}`, hint);
}

async function readStdin(inputs: readonly Discovered[], io: Io): Promise<TextOrFault> {
  if (!inputs.some(({ type }) => type === "stdin")) return { text: "" };
  if (io.stdin.isTTY === true) say(io.stderr, "reading manifests from standard input; end with Ctrl-D");
  return decodeText(await readAll(io.stdin, MAX_BYTES), decodeManifest);
}
