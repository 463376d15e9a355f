import { CHECKS } from "../policy/checks.ts";
import type { Report } from "../audit/report.ts";
import { renderDiagnostics, renderReport, UNGUARDED, type Format, type Style } from "../render/format.ts";
import { exitCodeOf, type ExitCode } from "./exit-codes.ts";
import { say, wantsColour, widthOf, writeAll, type Io, type OutputStream } from "./io.ts";
import { appendStepSummary } from "./step-summary.ts";

/**
 * Writes a report to standard output, and what there is to say about its inputs to standard error.
 *
 * @param details whether everything about each namespace is wanted, and not only what it comes to
 */
export async function printReport(
  report: Report,
  { output, headers }: { readonly output: Format; readonly headers: boolean },
  io: Io,
  details: boolean,
): Promise<ExitCode> {
  const style = (stream: OutputStream): Style => styleOf(stream, io, headers, details);
  await writeAll(io.stdout, await renderReport(report, output, style(io.stdout)), {
    isGuarded: !UNGUARDED.has(output),
  });
  if (report.notes.length > 0 || report.unreadable.length > 0) {
    await writeAll(io.stderr, await renderDiagnostics(report, output, style(io.stderr)));
  }
  const { GITHUB_STEP_SUMMARY: summary = "" } = io.env;
  if (output === "github" && summary !== "") {
    const fault = await appendStepSummary(summary, await renderReport(report, "markdown", style(io.stdout)));
    if (fault !== undefined) say(io.stderr, `warning: the summary of the step: ${fault}`);
  }
  return exitCodeOf(report);
}

/** What a stream can show, and what is wanted of what goes to it. */
export function styleOf(stream: OutputStream, io: Io, headers: boolean, details: boolean): Style {
  return { width: widthOf(stream), colour: wantsColour(stream, io.env), headers, details, checks: CHECKS };
}
