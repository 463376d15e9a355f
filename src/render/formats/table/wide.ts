import type { NamespaceReport, Report } from "../../../report/report.ts";
import { columnsOf, type Columns } from "../../words/workload/violation-columns.ts";
import { renderNamespaceGrid } from "./namespace-grid.ts";
import { namespaceLines } from "./namespace.ts";
import { askedLevels } from "../../words/overview.ts";
import type { GridStyle, PaintedStyle } from "../../terminal/style.ts";
import { policySection } from "../../words/policies/policy-lines.ts";
import { summaryLines } from "../../words/summary/summary.ts";
import { acceptedLines, cleanText, sentenceLines, workloadLine } from "../../words/workload/workload.ts";

/**
 * Renders everything for people: an overview of the namespaces; all workloads of each, also those without violations, and the
 * modes of each violation; a summary at the end.
 */
export function* renderWide(report: Report, terminal: GridStyle): Generator<string, undefined> {
  const style = { ...terminal, whole: true };
  const levels = askedLevels(report);
  if (report.namespaces.length > 0) {
    yield* renderNamespaceGrid(report, style);
    yield "\n";
  }
  const columns = columnsOf(report, style, true);
  for (const namespace of report.namespaces) {
    yield `${namespaceLines(namespace, levels.length === 0, style).join("\n")}\n`;
    yield* allWorkloads(namespace, columns, style);
    yield "\n";
  }
  if (!style.headers) return;
  yield* policySection(report, style);
  for (const line of summaryLines(report, "", style)) yield `${line}\n`;
}

function* allWorkloads(
  { workloads }: NamespaceReport,
  columns: Columns,
  style: PaintedStyle,
): Generator<string, undefined> {
  for (const workload of workloads) {
    const lines = [workloadLine(workload, style) + cleanText(workload, style), ...columns.lines(workload)];
    for (const line of acceptedLines(workload, style)) lines.push(line);
    if (style.messages === true) for (const line of sentenceLines(workload, style)) lines.push(line);
    yield `${lines.join("\n")}\n`;
  }
}
