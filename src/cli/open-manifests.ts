import { UserError } from "../api/user-error.ts";
import { discoverManifests, type Discovered } from "../sources/files/discover.ts";
import { MAX_BYTES, decodeText, type TextOrFault } from "../sources/files/read-text.ts";
import { readManifests } from "../sources/manifests.ts";
import type { SourceItem } from "../workloads/object.ts";
import { readAll, say, type Io } from "./io.ts";

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
export async function openManifests(paths: readonly string[], io: Io): Promise<OpenedManifests> {
  const inputs = discoverManifests(paths);
  if (!inputs.some(({ type }) => type !== "skipped")) {
    throw new UserError(
      `no manifests in ${paths.join(", ")}`,
      "Directories are searched for files named .yaml, .yml or .json; hidden ones and node_modules are skipped.",
    );
  }
  const stdin = await readStdin(inputs, io);
  return { files: inputs.length, read: () => readManifests(inputs, stdin) };
}

async function readStdin(inputs: readonly Discovered[], io: Io): Promise<TextOrFault> {
  if (!inputs.some(({ type }) => type === "stdin")) return { text: "" };
  if (io.stdin.isTTY === true) say(io.stderr, "reading manifests from standard input; end with Ctrl-D");
  const stdin = decodeText(await readAll(io.stdin, MAX_BYTES));
  if ("text" in stdin && stdin.text.trim() === "") {
    throw new UserError(
      "nothing came in on standard input",
      "Look at the command before the pipe: it printed no manifests.",
    );
  }
  return stdin;
}
