import type { Command } from "commander";
import { UserError } from "../../api/user-error.ts";
import type { AcceptedRequest } from "../../app/accepted/accepted-request.ts";
import type { OutputStream } from "../terminal/io.ts";

/** The flags that name the accepted violations. */
export interface AcceptedFlags {
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
}

/** Adds the flags that name the accepted violations. */
export function addAcceptedOptions(command: Command): Command {
  return command
    .option("--baseline <FILE>", "an earlier report (-o json): violations that it holds are accepted")
    .option("--update-baseline", "write this report to the file of --baseline, which need not be there yet");
}

/**
 * The file of accepted violations that the flags name.
 *
 * @param stderr the stream for a line about each change of the file
 * @returns undefined if no violation is accepted
 * @throws UserError if the flags name no file
 */
export async function acceptedRequestOf(
  { baseline: file, updateBaseline }: AcceptedFlags,
  stderr: OutputStream,
): Promise<AcceptedRequest | undefined> {
  if (file === undefined) {
    if (updateBaseline !== true) return undefined;
    throw new UserError("--update-baseline does not say which file", "Name it: --baseline FILE --update-baseline");
  }
  if (file === "" || file === "-") {
    throw new UserError(
      "--baseline needs the name of a file",
      "Write the report to one first: -o json > baseline.json",
    );
  }
  if (updateBaseline !== true) return { file, update: undefined };
  const { createAcceptedFile } = await import("../output/accepted-file.ts");
  return { file, ...createAcceptedFile(file, stderr) };
}
