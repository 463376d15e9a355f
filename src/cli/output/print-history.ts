import { renderDiagnostics, type Style } from "../../render/format.ts";
import { renderHistory, renderHistoryNext, type HistoryFormat } from "../../render/formats/history/format.ts";
import type { Suggestions } from "../../render/terminal/style.ts";
import type { HistoryReport } from "../../report/history/history-report.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { timeOf, timestampOf, writeAll, type Io, type OutputStream } from "../terminal/io.ts";
import { styleOf, withoutAbsent, writeOutputs } from "./print-report.ts";

/** The flags for the output of a history. */
interface HistoryOutput {
  readonly output: HistoryFormat;
  readonly headers: boolean;
  readonly timestamp: boolean;
}

/** Writes a history to standard output, the notes about its inputs to standard error, and at the end the next command. */
export async function printHistory(
  plain: HistoryReport,
  { output, headers, timestamp }: HistoryOutput,
  io: Io,
  suggestions: Suggestions,
): Promise<ExitCode> {
  const report = timestamp ? { ...plain, generatedAt: timestampOf(timeOf(io)) } : plain;
  const { notes, unreadable } = report;
  const extent = { ...report, summary: { namespaces: report.namespaces.length } };
  const style = (stream: OutputStream): Style =>
    styleOf(stream, io, { headers, details: false, suggestions: withoutAbsent(suggestions, notes) });
  await writeOutputs([
    async () => writeAll(io.stdout, await renderHistory(report, output, style(io.stdout))),
    async () => {
      // A complete document contains the notes itself.
      if (output === "json" || notes.length + unreadable.length === 0) return;
      await writeAll(io.stderr, await renderDiagnostics(extent, "table", style(io.stderr)));
    },
    async () => writeAll(io.stdout, await renderHistoryNext(report, output, style(io.stdout))),
  ]);
  if (unreadable.length > 0) return EXIT.incomplete;
  return isFailing(report) ? EXIT.violations : EXIT.ok;
}

/** Whether the log has what `--fail-on` names. */
function isFailing({ failOn, namespaces }: HistoryReport): boolean {
  const isEnforce = failOn === "enforce" || failOn === "any";
  const isAudit = failOn === "audit" || failOn === "any";
  return namespaces.some(({ denied, violations }) => (isEnforce && denied > 0) || (isAudit && violations > 0));
}
