import type { Command } from "commander";
import { UserError } from "../../api/user-error.ts";
import type { Format } from "../../render/format.ts";
import type { BaselineFile } from "../../app/accepted-file.ts";

/** The flags that say which violations are accepted. */
export interface BaselineFlags {
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
}

/** The formats that tell violations apart from one run to the next. */
const IDENTIFYING: ReadonlySet<Format> = new Set<Format>(["json", "yaml", "sarif"]);

/** Adds the flags that say which violations are accepted. */
export function addBaselineOptions(command: Command): Command {
  return command
    .option("--baseline <FILE>", "an earlier report (-o json): violations that it holds are accepted")
    .option("--update-baseline", "write this report to the file of --baseline, which need not be there yet");
}

/**
 * Reads the baseline before anything else is, so that nobody waits for a run that has none.
 *
 * @returns undefined where none is asked for
 * @throws UserError where it is no report of a lint or an audit
 */
export async function openBaseline({ baseline, updateBaseline }: BaselineFlags): Promise<BaselineFile | undefined> {
  if (baseline === undefined) {
    if (updateBaseline !== true) return undefined;
    throw new UserError("--update-baseline does not say which file", "Name it: --baseline FILE --update-baseline");
  }
  const { readBaseline } = await import("../../app/accepted-file.ts");
  return readBaseline(baseline, updateBaseline === true);
}

/** Whether the fields of a report have to be told apart everywhere. */
export function isIdentified(output: Format, { baseline }: BaselineFlags): boolean {
  return baseline !== undefined || IDENTIFYING.has(output);
}
