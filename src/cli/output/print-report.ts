import { CHECKS } from "../../app/standards.ts";
import type { Note, Report } from "../../report/report.ts";
import { isGuarded, renderDiagnostics, renderReport, type Format, type Style } from "../../render/format.ts";
import type { Suggestions } from "../../render/terminal/style.ts";
import { exitCodeOf, type ExitCode } from "../exit-codes.ts";
import {
  say,
  timeOf,
  timestampOf,
  wantsColour,
  widthOf,
  writeAll,
  type Io,
  type OutputStream,
} from "../terminal/io.ts";

/**
 * Writes a report to standard output, and the notes about its inputs to standard error.
 *
 * @param details whether to print all facts about each namespace, and not only the result
 * @param suggestions writes the next command, which ends a table on a terminal
 */
export async function printReport(
  plain: Report,
  flags: {
    readonly output: Format;
    readonly headers: boolean;
    readonly messages?: boolean;
    readonly accept?: string;
    readonly updateAccept?: string;
    readonly timestamp: boolean;
  },
  io: Io,
  details: boolean,
  suggestions: Suggestions,
): Promise<ExitCode> {
  const { output, headers, messages = false, timestamp, updateAccept } = flags;
  const acceptFile = updateAccept ?? flags.accept;
  const report = timestamp ? { ...plain, generatedAt: timestampOf(timeOf(io)) } : plain;
  const style = (stream: OutputStream): Style => ({
    ...styleOf(stream, io, { headers, details, suggestions: withoutAbsent(suggestions, report.notes) }),
    messages,
    ...(acceptFile !== undefined && { acceptFile }),
    ...(updateAccept !== undefined && { updateAccept }),
  });
  const { GITHUB_STEP_SUMMARY: summary = "" } = io.env;
  let isPrinted = false;
  await writeOutputs([
    async () => {
      const document = await renderReport(report, output, style(io.stdout));
      await writeAll(io.stdout, document, { isGuarded: isGuarded(output) });
      isPrinted = true;
    },
    async () => {
      if (report.notes.length === 0 && report.unreadable.length === 0) return;
      // An incomplete document does not contain the notes, so they are printed as for a table.
      await writeAll(io.stderr, await renderDiagnostics(report, isPrinted ? output : "table", style(io.stderr)));
    },
    async () => {
      if (output !== "github" || summary === "") return;
      // Loaded only in a workflow: nothing else pays for it.
      const { appendStepSummary } = await import("./step-summary.ts");
      const fault = await appendStepSummary(summary, await renderReport(report, "markdown", style(io.stdout)));
      if (fault !== undefined) say(io.stderr, `warning: the summary of the step: ${fault}`);
    },
  ]);
  return exitCodeOf(report);
}

/**
 * Writes several outputs in order. A failure of one does not prevent the others.
 *
 * @throws the first failure, after all outputs
 */
export async function writeOutputs(outputs: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const write of outputs) {
    try {
      await write();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Suggestions without the namespaces that the run names and that do not exist. */
export function withoutAbsent(suggestions: Suggestions, notes: readonly Note[]): Suggestions {
  const absent = notes.flatMap((note) => note.absent ?? []);
  return { pss: (words) => suggestions.pss(words, absent), kubectl: (words) => suggestions.kubectl(words) };
}

/** The style of text on a stream. Only a terminal gets suggestions, and only with headings. */
export function styleOf(
  stream: OutputStream,
  io: Io,
  { suggestions, ...wanted }: Pick<Style, "headers" | "details"> & { readonly suggestions: Suggestions },
): Style {
  const isSuggested = stream.isTTY === true && wanted.headers;
  return {
    ...wanted,
    width: widthOf(stream),
    colour: wantsColour(stream, io.env),
    checks: CHECKS,
    ...(isSuggested && { suggestions }),
  };
}
