import type { NamespaceReport, Report } from "../../../report/report.ts";
import { columnsOf, type Columns } from "../../words/violation-columns.ts";
import { renderNamespaceGrid } from "./namespace-grid.ts";
import { namespaceLines } from "./namespace.ts";
import { lintNext } from "./next.ts";
import { nextLines } from "../../words/next-step.ts";
import { askedLevels } from "../../words/overview.ts";
import type { GridStyle, PaintedStyle } from "../../terminal/style.ts";
import { countOpen, summaryLines } from "../../words/summary.ts";
import { openViolations } from "../../../report/violations.ts";
import { cleanText, sentenceLines, workloadLine } from "../../words/workload.ts";

/**
 * Renders everything for people: an overview of the namespaces; all workloads of each, every violation at full length, and the API server's
 * own sentences; a summary at the end.
 */
export function* renderWide(report: Report, terminal: GridStyle): Generator<string, undefined> {
  const style = { ...terminal, width: Infinity };
  const levels = askedLevels(report);
  if (report.namespaces.length > 0) {
    yield* renderNamespaceGrid(report, style);
    yield "\n";
  }
  const columns = columnsOf(report, style);
  if (countOpen(report) > 0 && style.headers) yield `${columns.heading}\n`;
  for (const namespace of report.namespaces) {
    yield `${namespaceLines(namespace, levels.length === 0, style).join("\n")}\n`;
    yield* allWorkloads(namespace, columns, style);
    yield "\n";
  }
  if (!style.headers) return;
  for (const line of summaryLines(report, "", style)) yield `${line}\n`;
  for (const line of nextLines(() => lintNext(report), style)) yield `${line}\n`;
}

function* allWorkloads(
  { workloads }: NamespaceReport,
  columns: Columns,
  style: PaintedStyle,
): Generator<string, undefined> {
  for (const workload of workloads) {
    const violations = openViolations(workload);
    const lines = [
      workloadLine(workload, style) + cleanText(workload, style),
      ...violations.map((violation) => columns.line(workload, violation)),
      ...sentenceLines(workload, style),
    ];
    yield `${lines.join("\n")}\n`;
  }
}
