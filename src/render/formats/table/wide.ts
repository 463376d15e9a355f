import type { NamespaceReport, Report } from "../../../report/report.ts";
import { columnsOf, type Columns } from "./columns.ts";
import { renderNamespaceGrid } from "./namespace-grid.ts";
import { namespaceLines } from "./namespace.ts";
import { askedLevels } from "../../words/overview.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { countOpen, summaryLines } from "../../words/summary.ts";
import { openViolations } from "../../words/violations.ts";
import { cleanText, sentenceLines, workloadLine } from "./workload.ts";

/**
 * Everything, for people: the namespaces at a glance; then each with all its workloads, every violation at its full length, and the API
 * server's own sentences; at the end what it comes to.
 */
export function* renderWide(report: Report, terminal: PaintedStyle): Generator<string, undefined> {
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
