import type { NamespaceReport, Report } from "../../../report/report.ts";
import { columnsOf, type Columns } from "../../words/workload/violation-columns.ts";
import { namespaceLines } from "./namespace.ts";
import { impliedLegend } from "../../words/namespace/implied.ts";
import { askedLevels } from "../../words/overview.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { summaryLines } from "../../words/summary/summary.ts";
import { policySection } from "../../words/policies/policy-lines.ts";
import { hasOpen } from "../../../report/violations.ts";
import { sentenceLines, workloadLine } from "../../words/workload/workload.ts";

/** Renders violations for people: by namespace and workload, the errors first, and a summary at the end. Without violations, the summary is all. */
export function* renderTable(report: Report, style: PaintedStyle): Generator<string, undefined> {
  const columns = columnsOf(report, style);
  const violating = report.namespaces.filter(hasViolations);
  const isPolicyAsked = askedLevels(report).length === 0;
  for (const [index, namespace] of violating.entries()) {
    const separator = index === 0 ? "" : "\n";
    yield `${separator}${namespaceLines(namespace, isPolicyAsked, style).join("\n")}\n`;
    yield* violatingWorkloads(namespace, columns, style);
  }
  if (!style.headers) return;
  if (violating.length > 0) yield "\n";
  const isImplied = violating.some(({ policy, assumedPolicy }) => !assumedPolicy && policy?.warn.from === "implied");
  for (const line of impliedLegend(isPolicyAsked && isImplied, style)) yield `${line}\n`;
  yield* policySection(report, style);
  for (const line of summaryLines(report, "", style)) yield `${line}\n`;
}

function hasViolations({ workloads }: NamespaceReport): boolean {
  return workloads.some(hasOpen);
}

function* violatingWorkloads(
  { workloads }: NamespaceReport,
  columns: Columns,
  style: PaintedStyle,
): Generator<string, undefined> {
  for (const workload of workloads) {
    if (!hasOpen(workload)) continue;
    const lines = [workloadLine(workload, style), ...columns.lines(workload)];
    if (style.messages === true) for (const line of sentenceLines(workload, style)) lines.push(line);
    yield `${lines.join("\n")}\n`;
  }
}
