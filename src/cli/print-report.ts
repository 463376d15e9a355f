import type { Report } from "../audit/report.ts";
import { renderDiagnostics, renderReport, type Format, type Style } from "../render/format.ts";
import { exitCodeOf, type ExitCode } from "./exit-codes.ts";
import { wantsColour, widthOf, writeAll, type Io, type OutputStream } from "./io.ts";

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
  const style = (stream: OutputStream): Style => ({
    width: widthOf(stream),
    colour: wantsColour(stream, io.env),
    headers,
    details,
  });
  await writeAll(io.stdout, await renderReport(report, output, style(io.stdout)));
  if (report.notes.length > 0 || report.unreadable.length > 0) {
    await writeAll(io.stderr, await renderDiagnostics(report, output, style(io.stderr)));
  }
  return exitCodeOf(report);
}
