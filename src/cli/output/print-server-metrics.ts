import type { ServerMetricsRequest } from "../../app/history/server-metrics.ts";
import { renderServerMetrics } from "../../render/formats/history/server-metrics.ts";
import { paintStyle } from "../../render/terminal/paint-style.ts";
import { withGrid } from "../../render/terminal/with-grid.ts";
import type { HistoryFailOn } from "../../report/audit-history/history-report.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { terminalOf } from "../terminal/app-terminal.ts";
import { writeAll, type Io } from "../terminal/io.ts";
import { styleOf } from "./print-report.ts";
import type { Suggestions } from "../../render/terminal/style.ts";

/** Writes what rose in the metrics of an API server. */
export async function printServerMetrics(
  request: ServerMetricsRequest,
  failOn: HistoryFailOn,
  io: Io,
  suggestions: Suggestions,
): Promise<ExitCode> {
  const { runServerMetrics } = await import("../../app/cluster.ts");
  const metrics = await runServerMetrics(request, terminalOf(io));
  const render = await withGrid(renderServerMetrics);
  const style = styleOf(io.stdout, io, { headers: true, details: false, suggestions });
  await writeAll(io.stdout, render(metrics, await paintStyle(style)));
  const modes = failOn === "any" ? ["enforce", "audit"] : [failOn];
  return metrics.rises.some(({ mode }) => modes.includes(mode)) ? EXIT.violations : EXIT.ok;
}
