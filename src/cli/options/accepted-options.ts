import { resolve } from "node:path";
import type { Command } from "commander";
import { UserError } from "../../api/user-error.ts";
import type { AcceptedRequest } from "../../app/accepted/accepted-request.ts";
import type { OutputStream } from "../terminal/io.ts";

/** The flags that name the accepted violations. */
export interface AcceptedFlags {
  readonly accept?: string;
  readonly updateAccept?: string;
}

/** Adds the flags that name the accepted violations. */
export function addAcceptedOptions(command: Command): Command {
  return command
    .option("--accept <FILE>", "accept the violations of an earlier report (-o json), so that only new ones count")
    .option("--update-accept <FILE>", "accept the violations in the file and of this run, and write the file");
}

/**
 * The file of accepted violations that the flags name.
 *
 * @param stderr the stream for a line about each change of the file
 * @returns undefined if no violation is accepted
 * @throws UserError if a flag names no file, or if the flags name different files
 */
export async function acceptedRequestOf(
  { accept, updateAccept }: AcceptedFlags,
  stderr: OutputStream,
): Promise<AcceptedRequest | undefined> {
  if (accept !== undefined) requireFile("--accept", accept);
  if (updateAccept === undefined) return accept === undefined ? undefined : { file: accept, update: undefined };
  requireFile("--update-accept", updateAccept);
  if (accept !== undefined && resolve(accept) !== resolve(updateAccept)) {
    throw new UserError(
      `--accept ${accept} and --update-accept ${updateAccept} name different files`,
      "Use --update-accept FILE alone: it accepts the violations in FILE and of this run, and writes them to FILE.",
    );
  }
  const { createAcceptedFile } = await import("../output/accepted-file.ts");
  return { file: updateAccept, ...createAcceptedFile(updateAccept, stderr) };
}

function requireFile(flag: string, file: string): void {
  if (file !== "" && file !== "-") return;
  throw new UserError(`${flag} needs the name of a file`, "Write the file with: --update-accept accepted.json");
}
