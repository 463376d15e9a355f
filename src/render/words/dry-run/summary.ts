import type { Report } from "../../../report/report.ts";
import { isWorse, outcomeOf, type Outcome } from "./outcome.ts";
import { count } from "../../../api/words/plural.ts";
import { wrap } from "../lines.ts";
import { MODES } from "../../../api/mode.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { inputsText, unreadableText } from "../summary.ts";

/** The words for each outcome, for one namespace and for several. */
const OUTCOMES: Readonly<Record<Outcome, readonly [one: string, several: string]>> = {
  refused: ["refused", "refused"],
  warned: ["warned of", "warned of"],
  worse: ["worse without a warning", "worse without a warning"],
  held: ["holds", "hold"],
  unchanged: ["unchanged", "unchanged"],
};
const BAD: readonly Outcome[] = ["refused", "warned", "worse"];

/** Summarizes a dry run: the number of namespaces of each outcome, and the new violations in each mode. */
export function dryRunSummaryLines(report: Report, { width, paint }: PaintedStyle): string[] {
  const { namespaces, serverVersion, summary } = report;
  const byOutcome = Map.groupBy(namespaces, outcomeOf);
  const outcomes = Object.entries(OUTCOMES) as [Outcome, (typeof OUTCOMES)[Outcome]][];
  const parts = outcomes.flatMap(([outcome, [one, several]]) => {
    const number = byOutcome.get(outcome)?.length ?? 0;
    return number === 0 ? [] : `${number} ${number === 1 ? one : several}`;
  });
  const verdict = `${count(namespaces.length, "namespace")}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}`;
  const isBad = BAD.some((outcome) => byOutcome.has(outcome));
  const colour = isBad ? paint.bad : summary.unreadable === 0 ? paint.good : paint.caution;
  const read = `Nothing was changed. Read: ${count(summary.workloads, "workload")} with ${count(summary.pods, "pod")}; ${inputsText(report)}; latest is ${serverVersion}`;
  return [
    ...wrap(verdict, width).map(colour),
    ...modeLines(report, paint),
    ...[read, unreadableText(report)].filter((text) => text !== "").flatMap((text) => wrap(text, width)),
  ];
}

function modeLines({ namespaces }: Report, paint: PaintedStyle["paint"]): string[] {
  const worse = namespaces.flatMap(({ workloads }) => workloads.filter(isWorse));
  return MODES.flatMap((mode) => {
    const group = worse.filter(({ results }) => results.some(({ newIn }) => newIn.includes(mode)));
    if (group.length === 0) return [];
    const pods = group.reduce((total, workload) => total + workload.pods, 0);
    const verb = group.length === 1 ? "violates" : "violate";
    return `  ${paint[mode](mode.padEnd(7))}  ${count(group.length, "workload")} with ${count(pods, "pod")} newly ${verb}`;
  });
}
