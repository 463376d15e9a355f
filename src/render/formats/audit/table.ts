import type { NamespaceReport, Report } from "../../../report/report.ts";
import { auditGrid } from "./grid.ts";
import { auditNamespaceLines } from "./namespace.ts";
import { columnsOf, type Columns } from "../../words/violation-columns.ts";
import { findingLines } from "../../words/findings.ts";
import { nextLines, pssStep } from "../../words/next-step.ts";
import { podsText, cleanText, sentenceLines, workloadLine } from "../../words/workload.ts";
import type { GridStyle, PaintedStyle } from "../../terminal/style.ts";
import { countOpen, summaryLines } from "../../words/summary.ts";
import { openViolations } from "../../../report/violations.ts";

/** The command to run after an audit. */
const AUDIT_NEXT = pssStep(["plan"], "step-by-step label commands");

/**
 * Renders an audit for people: an overview of the namespaces, the findings and the summary. With details, each namespace has its violations
 * too, cut to the terminal's width.
 */
export function* renderAuditTable(report: Report, style: GridStyle): Generator<string, undefined> {
  // The details of a single namespace contain everything that the overview has.
  const hasGrid = !style.details || report.namespaces.length > 1;
  const grid = hasGrid ? auditGrid(report, style) : { lines: [], hint: "" };
  yield* grid.lines;
  let hint = "";
  if (style.details) {
    const columns = columnsOf(report, style);
    hint = columns.hint;
    if (hasGrid && report.namespaces.length > 0) yield "\n";
    yield* allDetails(report, columns, style, false);
  } else if (style.headers) {
    const findings = findingLines(report, style);
    if (findings.length > 0) yield `\n${findings.join("\n")}\n`;
  }
  if (!style.headers) return;
  if (report.namespaces.length > 0) yield "\n";
  const hints = [grid.hint, hint].filter((text) => text !== "").join(" ");
  for (const line of summaryLines(report, hints, style)) yield `${line}\n`;
  for (const line of nextLines(() => AUDIT_NEXT, style)) yield `${line}\n`;
}

/** Renders everything about an audit, nothing cut: also workloads without violations, and the API server's own sentences. */
export function* renderAuditWide(report: Report, terminal: GridStyle): Generator<string, undefined> {
  const style = { ...terminal, width: Infinity };
  yield* auditGrid(report, style).lines;
  if (report.namespaces.length > 0) yield "\n";
  yield* allDetails(report, columnsOf(report, style), style, true);
  if (!style.headers) return;
  if (report.namespaces.length > 0) yield "\n";
  for (const line of summaryLines(report, "", style)) yield `${line}\n`;
  for (const line of nextLines(() => AUDIT_NEXT, style)) yield `${line}\n`;
}

function* allDetails(
  report: Report,
  columns: Columns,
  style: PaintedStyle,
  isWhole: boolean,
): Generator<string, undefined> {
  if (countOpen(report) > 0 && style.headers) yield `${columns.heading}\n`;
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
    const violations = openViolations(workload);
    if (violations.length === 0 && !isWhole) continue;
    const lines = [
      workloadLine(workload, style, podsText(workload)) + cleanText(workload, style),
      ...violations.map((violation) => columns.line(workload, violation)),
      ...(isWhole ? sentenceLines(workload, style) : []),
    ];
    yield `${lines.join("\n")}\n`;
  }
}
