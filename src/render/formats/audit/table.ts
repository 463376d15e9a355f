import type { NamespaceReport, Report } from "../../../report/report.ts";
import { auditGrid } from "./grid.ts";
import { auditNamespaceLines } from "./namespace.ts";
import { nextSteps } from "./next.ts";
import { columnsOf, type Columns } from "../table/columns.ts";
import { findingLines } from "./findings.ts";
import { wrap } from "../../words/lines.ts";
import { podsText } from "../../words/pods.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { countOpen, summaryLines } from "../../words/summary.ts";
import { openViolations } from "../../words/violations.ts";
import { cleanText, sentenceLines, workloadLine } from "../table/workload.ts";

/**
 * An audit, for people: the namespaces at a glance, what is worth changing, and what it comes to. With details each namespace is shown
 * with what violates in it, cut to the terminal's width.
 */
export function* renderAuditTable(report: Report, style: PaintedStyle): Generator<string, undefined> {
  // What one namespace has is all in its details.
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
  if (style.details) return;
  for (const step of nextSteps(report)) for (const line of wrap(step, style.width)) yield `${line}\n`;
}

/** Everything about an audit: also what violates nothing, and the API server's own sentences; nothing is cut. */
export function* renderAuditWide(report: Report, terminal: PaintedStyle): Generator<string, undefined> {
  const style = { ...terminal, width: Infinity };
  yield* auditGrid(report, style).lines;
  if (report.namespaces.length > 0) yield "\n";
  yield* allDetails(report, columnsOf(report, style), style, true);
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
