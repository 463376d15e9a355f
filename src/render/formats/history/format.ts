import type { HistoryReport } from "../../../report/audit-history/history-report.ts";
import { paintStyle } from "../../terminal/paint-style.ts";
import type { PaintedStyle, Style } from "../../terminal/style.ts";
import { withGrid } from "../../terminal/with-grid.ts";

/** The formats of a history. */
export type HistoryFormat = "table" | "wide" | "json" | "markdown" | "html" | "prometheus";

type HistoryRenderer = (report: HistoryReport, style: PaintedStyle) => Iterable<string>;

/** The renderers, each loaded when it is needed. */
const RENDERERS: Readonly<Record<HistoryFormat, () => Promise<HistoryRenderer>>> = {
  table: async () => withGrid((await import("./table.ts")).renderHistoryTable),
  wide: async () => withGrid((await import("./table.ts")).renderHistoryWide),
  json: async () => (await import("./document.ts")).renderHistoryJson,
  markdown: async () => (await import("./markdown.ts")).renderHistoryMarkdown,
  html: async () => (await import("./html/html.ts")).renderHistoryHtml,
  prometheus: async () => (await import("./prometheus.ts")).renderHistoryPrometheus,
};

/** The formats by name, the default first. */
export const HISTORY_FORMATS: readonly string[] = Object.keys(RENDERERS);

/** Renders a history for standard output. */
export async function renderHistory(
  report: HistoryReport,
  format: HistoryFormat,
  style: Style,
): Promise<Iterable<string>> {
  const [render, painted] = await Promise.all([RENDERERS[format](), paintStyle(style)]);
  return render(report, painted);
}
