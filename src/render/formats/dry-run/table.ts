import { isNothingRead } from "../../../report/gaps/forbidden.ts";
import type { NamespaceReport, Report } from "../../../report/report.ts";
import { columnsOf, type Columns } from "../../words/workload/violation-columns.ts";
import { answerLines } from "../../words/dry-run/answer.ts";
import { admittedLine, loosensLine, observeLine, safeLine } from "../../words/dry-run/folded.ts";
import { dryRunHeadline } from "../../words/dry-run/headline.ts";
import { byOutcome, OUTCOMES, type Outcome } from "../../words/dry-run/outcome.ts";
import { dryRunSummaryLines } from "../../words/dry-run/summary.ts";
import { nothingReadLine } from "../../words/rights/nothing-read.ts";
import { IMPLIED, impliedLegend } from "../../words/namespace/implied.ts";
import { nextLines } from "../../words/next-step.ts";
import { dryRunNext } from "./next.ts";
import { groupsOf } from "../../words/dry-run/groups.ts";
import { violatingWorkloads } from "./workloads.ts";
import { count } from "../../../api/words/plural.ts";
import { escapeName } from "../../words/escape.ts";
import { nameSome, wrap } from "../../words/lines.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { isWhole } from "../../terminal/whole.ts";

/** The most namespaces of an outcome that a terminal shows. */
const SHOWN = 5;

/**
 * Renders a dry run for people: the namespaces with problems first, each with its changes, the API server's answer, and the workloads that
 * violate. The others share a line. A terminal shows the first of each kind and counts the rest.
 */
export function* renderDryRunTable(report: Report, style: PaintedStyle): Generator<string, undefined> {
  yield* render(report, undefined, style);
}

/** Renders everything about a dry run, nothing cut: all namespaces, each violation, and the API server's own sentences. */
export function* renderDryRunWide(report: Report, terminal: PaintedStyle): Generator<string, undefined> {
  const style = { ...terminal, whole: true };
  const namespaces = report.namespaces.map((namespace) => ({
    ...namespace,
    workloads: groupsOf(namespace, report.failOn).flatMap(({ workloads }) => workloads),
  }));
  yield* render(report, columnsOf({ ...report, namespaces }, style, true), style);
}

/** The command to run after a dry run. */
export function dryRunNextLines(report: Report, style: PaintedStyle): readonly string[] {
  return isNothingRead(report) ? [] : nextLines(() => dryRunNext(report), style);
}

function* render(report: Report, columns: Columns | undefined, style: PaintedStyle): Generator<string, undefined> {
  const { headers, width } = style;
  const groups = byOutcome(report);
  if (isNothingRead(report)) {
    if (headers) yield* lines(wrap(nothingReadLine(report), width).map(style.paint.heading));
    return;
  }
  if (headers) yield* lines(wrap(dryRunHeadline(report), width).map(style.paint.heading));
  let separator = headers ? "\n" : "";
  let isImplied = false;
  for (const outcome of OUTCOMES.filter((outcome) => outcome !== "safe" || columns !== undefined)) {
    const namespaces = groups.get(outcome) ?? [];
    const shown = isWhole(style) ? namespaces : namespaces.slice(0, SHOWN);
    for (const namespace of shown) {
      yield separator;
      for (const line of namespaceLines(namespace, report, columns, style)) {
        isImplied ||= line.includes(IMPLIED);
        yield line;
      }
      separator = "\n";
    }
    const others = namespaces.slice(shown.length);
    if (others.length > 0) yield* lines(["", ...wrap(othersText(others, outcome), width)]);
  }
  const folded = foldedLines(report, groups.get("safe") ?? [], columns !== undefined, style);
  if (folded.length > 0) {
    yield separator;
    yield* lines(folded);
    separator = "\n";
  }
  if (!headers) return;
  yield separator;
  yield* lines(impliedLegend(isImplied, style));
  yield* lines(dryRunSummaryLines(report, style));
}

function* lines(some: readonly string[]): Generator<string, undefined> {
  for (const line of some) yield `${line}\n`;
}

function* namespaceLines(
  namespace: NamespaceReport,
  report: Report,
  columns: Columns | undefined,
  style: PaintedStyle,
): Generator<string, undefined> {
  const { change } = namespace;
  if (change === null) return;
  yield* lines(answerLines(namespace, change, report.failOn, style));
  yield* violatingWorkloads(namespace, report, columns, style);
}

const OTHERS: Readonly<Record<Outcome, string>> = {
  denied: "with a change that the API server denies",
  new: "with new violations",
  unknown: "with violations, new or not",
  violating: "with workloads that already violate",
  warned: "with a warning of the API server",
  safe: "without new violations",
};

function othersText(others: readonly NamespaceReport[], outcome: Outcome): string {
  const names = nameSome(others.map(({ name }) => escapeName(name)));
  return `and ${count(others.length, "more namespace")} ${OTHERS[outcome]} (-o wide shows all): ${names}`;
}

function foldedLines(
  { namespaces }: Report,
  safe: readonly NamespaceReport[],
  isWide: boolean,
  style: PaintedStyle,
): string[] {
  const { width, paint, arrow } = style;
  const listsAll = isWhole(style);
  // The wide table has a block for each of them, and the summary says the same of all.
  const isOnly = safe.length === namespaces.length && (!listsAll || safe.length === 1);
  const safeText = isWide || isOnly ? "" : safeLine(safe, listsAll);
  const observeText = isWide ? "" : observeLine(safe, listsAll);
  const loosensText = loosensLine(namespaces, arrow, listsAll);
  const admittedText = admittedLine(namespaces, listsAll);
  return [
    ...(safeText === "" ? [] : wrap(safeText, width).map(paint.good)),
    ...(observeText === "" ? [] : wrap(observeText, width).map(paint.caution)),
    ...(loosensText === "" ? [] : wrap(loosensText, width).map(paint.caution)),
    ...(admittedText === "" ? [] : wrap(admittedText, width).map(paint.good)),
  ];
}
