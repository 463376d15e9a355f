import { resolve } from "node:path";
import type { Command } from "commander";
import { UserError } from "../../api/user-error.ts";
import type { AcceptedRequest } from "../../app/accepted/accepted-request.ts";
import { timeOf, timestampOf, type Io } from "../terminal/io.ts";

/** The flags that name the accepted violations. */
export interface AcceptedFlags {
  readonly accept?: string;
  readonly updateAccept?: string;
  readonly reason?: string;
  readonly until?: string;
}

/** Adds the flags that name the accepted violations. */
export function addAcceptedOptions(command: Command): Command {
  return command
    .option("--accept <FILE>", "accept the violations in a list, each with a reason, so that only others count")
    .option("--update-accept <FILE>", "add the violations of this run to the list, with the reason of --reason")
    .option("--reason <TEXT>", "why --update-accept accepts these violations")
    .option("--until <DAY>", "the last day of the entries that --update-accept adds, as YYYY-MM-DD in UTC");
}

/**
 * The violations that the flags accept.
 *
 * @param io its clock tells the day, and its error stream gets a line about each change of the list
 * @throws UserError if a flag names no file, if the flags name different files, or if the reason is missing
 */
export async function acceptedRequestOf(
  { accept, updateAccept, reason, until }: AcceptedFlags,
  io: Io,
): Promise<AcceptedRequest> {
  const [today = ""] = timestampOf(timeOf(io)).split("T");
  const request = { rules: [], today };
  if (accept !== undefined) requireFile("--accept", accept);
  if (updateAccept === undefined) {
    const [flag] = [reason === undefined ? [] : "--reason", until === undefined ? [] : "--until"].flat();
    if (flag !== undefined)
      throw new UserError(`${flag} is for --update-accept FILE`, "Leave it out, or name the file.");
    return accept === undefined ? request : { ...request, file: accept };
  }
  requireFile("--update-accept", updateAccept);
  if (accept !== undefined && resolve(accept) !== resolve(updateAccept)) {
    throw new UserError(
      `--accept ${accept} and --update-accept ${updateAccept} name different files`,
      "Use --update-accept FILE alone: it accepts the violations in FILE and of this run, and writes them to FILE.",
    );
  }
  if (reason === undefined || reason.trim() === "") {
    throw new UserError(
      "--update-accept needs a reason",
      `Say why these violations are accepted: --reason "before the migration".`,
    );
  }
  const words = { reason: reason.trim(), ...(until !== undefined && { until }) };
  const { createAcceptedUpdate } = await import("../output/accepted-file.ts");
  return { ...request, file: updateAccept, update: createAcceptedUpdate(updateAccept, words, io.stderr) };
}

function requireFile(flag: string, file: string): void {
  if (file !== "" && file !== "-") return;
  throw new UserError(
    `${flag} needs the name of a file`,
    "Write the file with: --update-accept accepted.yaml --reason TEXT",
  );
}
