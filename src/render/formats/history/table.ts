import { count } from "../../../api/words/plural.ts";
import type {
  HistoryNamespace,
  HistoryReport,
  HistoryVerdict,
  HistoryWorkload,
} from "../../../report/audit-history/history-report.ts";
import type { Colour, Paint } from "../../terminal/paint.ts";
import { renderFoldedGrid } from "../../terminal/folded-grid.ts";
import type { GridStyle, PaintedStyle } from "../../terminal/style.ts";
import { escapeName, escapeText } from "../../words/escape.ts";
import { verdictText } from "../../words/history/verdict-text.ts";
import { nameSome, wrap, type Piece } from "../../words/lines.ts";
import { newFile, nextLines } from "../../words/next-step.ts";
import { coverageTexts } from "./coverage-words.ts";
import { nextStep } from "./next.ts";
import {
  byImportance,
  checksText,
  evidenceTexts,
  hasNoLog,
  hasState,
  headline,
  policyText,
  requestersText,
  stateText,
  timesText,
  workloadName,
} from "./words.ts";

const INDENT = "  ";
/** The workloads of a namespace that a table shows. */
const SHOWN = 5;
const NONE = "-";
/** The length of a day in a time. */
const DAY_LENGTH = 10;

/** Renders a history for people: the namespaces with their verdicts, the evidence, the workloads, and the coverage. */
export function renderHistoryTable(report: HistoryReport, style: GridStyle): Generator<string, undefined> {
  return render(report, style, false);
}

/** The same with all workloads, the API server's last messages, and who makes them. */
export function renderHistoryWide(report: HistoryReport, style: GridStyle): Generator<string, undefined> {
  return render(report, style, true);
}

/** The command to run after a history. */
export function historyNextLines(report: HistoryReport, style: PaintedStyle): readonly string[] {
  return nextLines(() => nextStep(report, () => newFile(style.suggestions, "namespaces", ".yaml")), style);
}

function* render(report: HistoryReport, style: GridStyle, isWide: boolean): Generator<string, undefined> {
  const { headers, width, paint } = style;
  const namespaces = hasNoLog(report) ? [] : byImportance(report.namespaces);
  if (headers) yield* lines([...wrap(headline(report), width).map(paint.heading), ""]);
  yield* namespaceGrid(namespaces, style, isWide);
  for (const namespace of namespaces) yield* namespaceLines(namespace, style, isWide);
  if (!headers) return;
  if (!isWide) yield* missingLines(namespaces, style);
  yield* lines([...(namespaces.length > 0 ? [""] : []), paint.heading("Coverage")]);
  for (const text of coverageTexts(report)) yield* lines(indented(escapeText(text), width, 1));
}

function* namespaceGrid(
  namespaces: readonly HistoryNamespace[],
  style: GridStyle,
  isWide: boolean,
): Generator<string, undefined> {
  if (namespaces.length === 0) return;
  const more = isWide ? ["EXEMPT", "ERRORS", "DAYS", "FIRST"] : [];
  const timeOf = (time: string | null): string => (isWide ? time : time?.slice(0, DAY_LENGTH)) ?? NONE;
  const heading = ["NAMESPACE", "ENFORCE", "AUDIT", "PODS", "VIOLATIONS", "REJECTED", ...more, "LAST", "VERDICT"];
  const rows = namespaces.map((namespace): Piece[] => {
    const { name, enforce, audit, evidence, violations, denied, exempt, errors, first, last, verdict } = namespace;
    const wide = isWide ? [String(exempt), String(errors), String(evidence.days), timeOf(first)] : [];
    const cells = [
      name,
      policyText(enforce),
      policyText(audit),
      String(evidence.pods),
      String(violations),
      String(denied),
    ];
    return [
      ...[...cells, ...wide, timeOf(last)].map((text) => ({ text: escapeName(text) })),
      { text: verdictText(verdict), colour: colourOf(verdict, style.paint) },
    ];
  });
  yield* renderFoldedGrid(heading, rows, style);
}

function colourOf({ type }: HistoryVerdict, { good, bad, caution }: Paint): Colour {
  return type === "could-enforce" || type === "enforced" ? good : type === "blocked" ? bad : caution;
}

function* namespaceLines(namespace: HistoryNamespace, style: GridStyle, isWide: boolean): Generator<string, undefined> {
  const { name, workloads, folded, verdict } = namespace;
  const { width, paint, headers } = style;
  const isTold = isWide || workloads.length > 0 || (headers && verdict.type === "could-enforce");
  if (!isTold) return;
  yield* lines(["", `${paint.heading(escapeName(name))}: ${verdictText(verdict)}`]);
  for (const text of headers ? evidenceTexts(namespace) : []) yield* lines(indented(escapeText(text), width, 1));
  const sorted = workloads.toSorted((a, b) => Number(b.blocks) - Number(a.blocks));
  const shown = isWide ? sorted : sorted.slice(0, SHOWN);
  for (const workload of shown) yield* workloadLines(workload, style, isWide);
  const others = sorted.length - shown.length;
  if (others > 0) yield* lines([`${INDENT}and ${count(others, "more workload")}, which -o wide shows`]);
  if (folded > 0)
    yield* lines([`${INDENT}and ${count(folded, "violation")} of workloads that are not listed: there are too many`]);
}

/** The evidence that is missing, the namespaces with the same reason together: a command that labels all of them changes each at another second. */
function* missingLines(
  namespaces: readonly HistoryNamespace[],
  { width, paint }: GridStyle,
): Generator<string, undefined> {
  const without = namespaces.filter(({ verdict, workloads }) => isUnproven(verdict) && workloads.length === 0);
  if (without.length === 0) return;
  yield* lines(["", paint.heading("Missing evidence")]);
  for (const group of Map.groupBy(without, (namespace) => evidenceTexts(namespace, "").join(" ")).values()) {
    const names = nameSome(group.map(({ name }) => escapeName(name)));
    const [first] = group;
    if (first !== undefined)
      yield* lines(indented(`${names}: ${evidenceTexts(first, changedText(group)).join(" ")}`, width, 1));
  }
}

/** `between 2026-11-29T10:00:00Z and 2026-11-29T10:00:07Z`; undefined if all policies may have changed at one time. */
function changedText(namespaces: readonly HistoryNamespace[]): string | undefined {
  const times = namespaces.map(({ auditSince }) => auditSince ?? "").toSorted();
  const [first, last] = [times.at(0), times.at(-1)];
  return first === last ? undefined : `between ${first} and ${last}`;
}

function isUnproven({ type }: HistoryVerdict): boolean {
  return type === "unknown" || type === "not-seen";
}

function* workloadLines(
  workload: HistoryWorkload,
  { width }: GridStyle,
  isWide: boolean,
): Generator<string, undefined> {
  const state = hasState(workload) ? ` (${stateText(workload)})` : "";
  yield* lines(indented(escapeText(`${workloadName(workload)}${state}: ${checksText(workload)}`), width, 1));
  yield* lines(indented(escapeText(timesText(workload)), width, 2));
  if (!isWide) return;
  const requesters = requestersText(workload);
  if (requesters !== "") yield* lines(indented(escapeText(`by ${requesters}`), width, 2));
  yield* lines(indented(escapeText(workload.message), width, 2));
  if (workload.rejected !== null) yield* lines(indented(escapeText(`now: ${workload.rejected}`), width, 2));
}

function indented(text: string, width: number, depth: number): string[] {
  return wrap(text, width, INDENT.repeat(depth + 1), INDENT.repeat(depth));
}

function* lines(all: readonly string[]): Generator<string, undefined> {
  for (const line of all) yield `${line}\n`;
}
