import { CHECKS } from "../../app/standards.ts";
import { isGuarded, renderDiagnostics, type Style } from "../../render/format.ts";
import type { ServerMetricsRequest } from "../../app/history/server-metrics.ts";
import { paintStyle } from "../../render/terminal/paint-style.ts";
import { withGrid } from "../../render/terminal/with-grid.ts";
import { renderHistory, type HistoryFormat } from "../../render/formats/history/format.ts";
import type { Suggestions } from "../../render/terminal/style.ts";
import type { HistoryFailOn, HistoryReport } from "../../report/audit-history/history-report.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Outputs } from "../options/output-options.ts";
import type { ReportFile } from "./report-files.ts";
import { terminalOf } from "../terminal/app-terminal.ts";
import { guardedChunks, timeOf, timestampOf, writeAll, type Io, type OutputStream } from "../terminal/io.ts";
import { styleOf, withoutAbsent, writeOutputs } from "./print-report.ts";

/** The flags for the output of a history. */
interface HistoryOutput {
  readonly output: Outputs<HistoryFormat>;
  readonly headers: boolean;
  readonly timestamp: boolean;
}

/** Writes a history to standard output, and the notes about its inputs to standard error. */
export async function printHistory(
  plain: HistoryReport,
  { output, headers, timestamp }: HistoryOutput,
  io: Io,
  suggestions: Suggestions,
  files: readonly ReportFile<HistoryFormat>[],
): Promise<ExitCode> {
  const time = timeOf(io);
  const report = timestamp ? { ...plain, generatedAt: timestampOf(time) } : plain;
  const finished = timestamp ? { finished: time / 1000 } : {};
  const { notes, unreadable } = report;
  const extent = { ...report, summary: { namespaces: report.namespaces.length } };
  const style = (stream: OutputStream): Style => ({
    ...styleOf(stream, io, { headers, details: false, suggestions: withoutAbsent(suggestions, notes) }),
    ...finished,
  });
  // A file gets what a pipe would get.
  const fileStyle: Style = { headers, details: false, width: Infinity, colour: false, checks: CHECKS, ...finished };
  await writeOutputs([
    ...files.map(({ format, write }) => async () => {
      await write(guardedChunks(await renderHistory(report, format, fileStyle), isGuarded(format)));
    }),
    async () => {
      const document = await renderHistory(report, output.stdout, style(io.stdout));
      await writeAll(io.stdout, document, { isGuarded: isGuarded(output.stdout) });
    },
    async () => {
      // A complete document contains the notes itself.
      if (output.stdout === "json" || output.stdout === "html" || notes.length + unreadable.length === 0) return;
      await writeAll(io.stderr, await renderDiagnostics(extent, "table", style(io.stderr)));
    },
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

/** Writes what rose in the metrics of an API server. */
export async function printServerMetrics(
  request: ServerMetricsRequest,
  failOn: HistoryFailOn,
  io: Io,
  suggestions: Suggestions,
): Promise<ExitCode> {
  const { runServerMetrics } = await import("../../app/cluster.ts");
  const metrics = await runServerMetrics(request, terminalOf(io));
  const { renderServerMetrics } = await import("../../render/formats/history/server-metrics.ts");
  const render = await withGrid(renderServerMetrics);
  const style = styleOf(io.stdout, io, { headers: true, details: false, suggestions });
  await writeAll(io.stdout, render(metrics, await paintStyle(style)));
  const modes = failOn === "any" ? ["enforce", "audit"] : [failOn];
  return metrics.rises.some(({ mode }) => modes.includes(mode)) ? EXIT.violations : EXIT.ok;
}
