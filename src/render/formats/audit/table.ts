import type { NamespaceReport, Report } from "../../../report/report.ts";
import { auditGrid } from "./grid.ts";
import { auditNamespaceLines } from "./namespace.ts";
import { nextSteps } from "./next.ts";
import { columnsOf, type Columns } from "../../words/violation-columns.ts";
import { findingLines } from "../../words/findings.ts";
import { wrap } from "../../words/lines.ts";
import { podsText, cleanText, sentenceLines, workloadLine } from "../../words/workload.ts";
import type { GridStyle, PaintedStyle } from "../../terminal/style.ts";
import { summaryLines } from "../../words/summary.ts";
import { hasOpen } from "../../../report/violations.ts";

/**
 * Renders an audit for people: an overview of the namespaces, the findings and the summary. With details, each namespace has its violations
 * too.
 */
export function* renderAuditTable(report: Report, style: GridStyle): Generator<string, undefined> {
  // The details of a single namespace contain everything that the overview has.
  const hasGrid = !style.details || report.namespaces.length > 1;
  const grid = hasGrid ? auditGrid(report, style) : { lines: [], hint: "" };
  yield* grid.lines;
  if (style.details) {
    const columns = columnsOf(report, style);
    if (hasGrid && report.namespaces.length > 0) yield "\n";
    yield* allDetails(report, columns, style, false);
  } else if (style.headers) {
    const findings = findingLines(report, style);
    if (findings.length > 0) yield `\n${findings.join("\n")}\n`;
  }
  if (!style.headers) return;
  if (report.namespaces.length > 0) yield "\n";
  for (const line of summaryLines(report, grid.hint, style)) yield `${line}\n`;
  if (style.details) return;
  for (const step of nextSteps(report)) for (const line of wrap(step, style.width)) yield `${line}\n`;
}

/** Renders everything about an audit, nothing cut: also workloads without violations. */
export function* renderAuditWide(report: Report, terminal: GridStyle): Generator<string, undefined> {
  const style = { ...terminal, width: Infinity };
  yield* auditGrid(report, style).lines;
  if (report.namespaces.length > 0) yield "\n";
  yield* allDetails(report, columnsOf(report, style, true), style, true);
  if (!style.headers) return;
  if (report.namespaces.length > 0) yield "\n";
  for (const line of summaryLines(report, "", style)) yield `${line}\n`;
}

function* allDetails(
  report: Report,
  columns: Columns,
  style: PaintedStyle,
  isWhole: boolean,
): Generator<string, undefined> {
  for (const [index, namespace] of report.namespaces.entries()) {
    const separator = index === 0 ? "" : "\n";
    yield `${separator}${auditNamespaceLines(namespace, style).join("\n")}\n`;
    yield* workloadsOf(namespace, columns, style, isWhole);
  }
}

function* workloadsOf(
  { workloads }: NamespaceReport,
  columns: Columns,
  style: PaintedStyle,
  isWhole: boolean,
): Generator<string, undefined> {
  for (const workload of workloads) {
    if (!hasOpen(workload) && !isWhole) continue;
    const lines = [
      workloadLine(workload, style, podsText(workload)) + cleanText(workload, style),
      ...columns.lines(workload),
      ...(style.messages === true ? sentenceLines(workload, style) : []),
    ];
    yield `${lines.join("\n")}\n`;
  }
}
