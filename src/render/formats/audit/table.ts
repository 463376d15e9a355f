import { count } from "../../../api/words/plural.ts";
import type { NamespaceReport, Report } from "../../../report/report.ts";
import type { GridStyle, PaintedStyle } from "../../terminal/style.ts";
import { readyNowText } from "../../words/plan/cautions.ts";
import { findingLines, withoutRowFindings } from "../../words/findings.ts";
import { comparedHead, comparedSection } from "../../words/compared/compared-lines.ts";
import { impliedLegend } from "../../words/namespace/implied.ts";
import { wrap } from "../../words/lines.ts";
import { closingLines } from "../../words/audit/closing.ts";
import { auditHead } from "../../words/audit/head.ts";
import { acceptStep, nextLines } from "../../words/next-step.ts";
import { auditGrid } from "./grid.ts";
import { auditNamespace } from "./namespace.ts";
import { auditNext } from "./next.ts";
import { policyLines } from "../../words/policies/policy-lines.ts";
import { worstFirst } from "../../words/audit/worst-first.ts";
import { rejectedNow } from "./rejected.ts";
import { isWhole } from "../../terminal/whole.ts";

/** The most rows of namespaces on a terminal. */
const MOST = 25;

/**
 * Renders an audit for people: what is rejected now, a row for each namespace, the worst first, and what follows from that. With details, each
 * namespace has its workloads and the fields that block the next level.
 */
export function* renderAuditTable(report: Report, style: GridStyle): Generator<string, undefined> {
  yield* head(report, style);
  if (style.details) return yield* renderDetails(report, style);
  if (style.headers) yield* separated(rejectedNow(report.namespaces, style));
  const sorted = worstFirst(report.namespaces);
  const shown = isWhole(style) ? sorted : sorted.slice(0, MOST);
  const grid = auditGrid(shown, style);
  yield* grid.lines;
  const left = sorted.length - shown.length;
  if (left > 0) yield `and ${count(left, "more namespace")}: --only blocked, -n NAME or -o wide\n`;
  if (!style.headers) return;
  yield* comparedSection(report, style).map((line) => `${line}\n`);
  yield* block(policyLines(report, style));
  yield* block([
    ...findingLines(withoutRowFindings(report), style),
    ...legend(shown, style.width),
    ...readyNowLines(report, style),
    ...closingLines(report, grid.hint, style),
  ]);
}

/** Renders everything about an audit, nothing cut: also workloads without violations. */
export function* renderAuditWide(report: Report, terminal: GridStyle): Generator<string, undefined> {
  const style = { ...terminal, whole: true };
  yield* head(report, style);
  if (style.headers) yield* separated(rejectedNow(report.namespaces, style));
  yield* auditGrid(worstFirst(report.namespaces), style).lines;
  if (report.namespaces.length > 0) yield "\n";
  yield* namespacesAndClosing(report, style);
}

/** The command to run after an audit. */
export function auditNextLines(report: Report, style: PaintedStyle): readonly string[] {
  return nextLines(() => acceptStep("audit", report, style) ?? auditNext(report, style), style);
}

/** Explains what a column of levels cannot say: that privileged means neither of the other levels, and the sign for namespaces in which nothing makes pods. */
function legend(namespaces: readonly NamespaceReport[], width: number): string[] {
  const isPrivileged = namespaces.some(({ readyFor }) => readyFor === "privileged");
  const hasEmpty = namespaces.some(({ readyForReason }) => readyForReason === "empty");
  return [
    ...(isPrivileged ? wrap("READY FOR privileged: a workload does not even meet baseline.", width) : []),
    ...(hasEmpty ? wrap("READY FOR -: nothing in the namespace makes pods.", width) : []),
  ];
}

/** The namespaces whose level counts only what runs now. */
function readyNowLines(report: Report, { width, paint }: PaintedStyle): string[] {
  const text = readyNowText(report);
  return text === "" ? [] : wrap(text, width).map(paint.caution);
}

function* renderDetails(report: Report, style: GridStyle): Generator<string, undefined> {
  if (report.namespaces.length > 1) {
    if (style.headers) yield* separated(rejectedNow(report.namespaces, style));
    yield* auditGrid(worstFirst(report.namespaces), style).lines;
    yield "\n";
  }
  yield* namespacesAndClosing(report, style);
}

function* namespacesAndClosing(report: Report, style: GridStyle): Generator<string, undefined> {
  yield* allNamespaces(report, style);
  if (!style.headers) return;
  yield* comparedSection(report, style).map((line) => `${line}\n`);
  yield* block(policyLines(report, style));
  yield* block([
    ...impliedLegend(report.namespaces.some(hasImplied), style),
    ...readyNowLines(report, style),
    ...closingLines(report, "", style),
  ]);
}

/** Whether the details of a namespace mark warn as implied. */
function hasImplied({ policy }: NamespaceReport): boolean {
  return policy?.warn.from === "implied";
}

function* allNamespaces(report: Report, style: PaintedStyle): Generator<string, undefined> {
  for (const [index, namespace] of worstFirst(report.namespaces).entries()) {
    if (index > 0) yield "\n";
    yield* auditNamespace(namespace, report.failOn, style);
  }
}

function* head(report: Report, style: PaintedStyle): Generator<string, undefined> {
  const { width, paint, headers } = style;
  if (!headers) return;
  yield* wrap(auditHead(report), width).map((line) => `${paint.heading(line)}\n`);
  yield* comparedHead(report, style).map((line) => `${line}\n`);
}

/** Some pieces and an empty line after them, if there are any. */
function* separated(pieces: Iterable<string>): Generator<string, undefined> {
  let isEmpty = true;
  for (const piece of pieces) {
    isEmpty = false;
    yield piece;
  }
  if (!isEmpty) yield "\n";
}

/** Some lines after an empty one, if there are any. */
function* block(lines: readonly string[]): Generator<string, undefined> {
  if (lines.length > 0) yield `\n${lines.join("\n")}\n`;
}
