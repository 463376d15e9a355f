import type { NamespaceReport, Report, WorkloadReport } from "../../../report/report.ts";
import { byOutcome, isWorse, violatedModes, type Outcome } from "./outcome.ts";
import { withoutExitCodes } from "../summary/exit-code.ts";
import { count } from "../../../api/words/plural.ts";
import { wrap } from "../lines.ts";
import { MODES, type Mode } from "../../../api/mode.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { workloadsOf } from "../overview.ts";
import { inputsText, unreadableText } from "../summary/summary.ts";
import { nothingReadText } from "../rights/nothing-read.ts";

/** Summarizes a dry run: the verdict, the violating workloads of each mode, and the inputs. The verdict contains no name. */
export function dryRunSummaryLines(report: Report, { width, paint, hasExitCode = true }: PaintedStyle): string[] {
  const nothingRead = nothingReadText(report);
  if (nothingRead !== "") return wrap(nothingRead, width).map(paint.caution);
  const { serverVersion, summary } = report;
  const isBad = summary.failing > 0 || report.namespaces.some(({ workloads }) => workloads.some(isWorse));
  const isClear = summary.unreadable === 0 && report.namespaces.length > 0;
  const colour = isBad ? paint.bad : isClear ? paint.good : paint.caution;
  const finished = workloadsOf(report).filter((workload) => workload.finished).length;
  const unjudged = finished === 0 ? "" : ` (${count(finished, "finished workload")} not judged)`;
  const read = `Checked: ${count(summary.workloads - finished, "workload")}${unjudged} with ${count(summary.pods, "pod")}; ${inputsText(report)}; evaluated as Kubernetes ${serverVersion}`;
  return [
    ...wrap(dryRunVerdict(report), width).map(colour),
    ...MODES.flatMap((mode) => modeLines(report, mode, paint, width)),
    ...(hasExitCode
      ? [exitCodeText(report), read, unreadableText(report)]
      : withoutExitCodes([read, unreadableText(report)])
    )
      .filter((text) => text !== "")
      .flatMap((text) => wrap(text, width)),
  ];
}

/** `New violations in 2, already violating in 1 of 9 namespaces`. */
function dryRunVerdict(report: Report): string {
  const groups = byOutcome(report);
  const { namespaces, summary } = report;
  const all = count(namespaces.length, "namespace");
  if (namespaces.length === 0) {
    return `Nothing was tried: no namespace ${summary.unreadable === 0 ? "was found" : "could be read"}`;
  }
  const numberOf = (outcome: Outcome): number => groups.get(outcome)?.length ?? 0;
  const already = numberOf("violating");
  const unknown = numberOf("unknown");
  if (numberOf("denied") + numberOf("new") + unknown === 0) {
    if (summary.workloads === 0) return `No new violations: no workloads in ${all}`;
    return `No new violations in ${all}${already === 0 ? "" : `; ${already} already violating`}`;
  }
  const parts = [
    ["denied", numberOf("denied")],
    ["new violations", numberOf("new")],
    ["violations, new or not,", unknown],
    ["already violating", already],
  ] as const;
  const text = parts.flatMap(([words, number]) => (number === 0 ? [] : `${words} in ${number}`)).join(", ");
  const rest = numberOf("new") + unknown === 0 ? "; no new violations" : "";
  const total = namespaces.length === 1 ? " namespace" : ` of ${all}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${total}${rest}`;
}

/** `  enforce  new violations: 2 workloads with 3 pods; already violating: 1 workload with 1 pod` */
function modeLines(report: Report, mode: Mode, paint: PaintedStyle["paint"], width: number): string[] {
  const fresh: WorkloadReport[] = [];
  const already: WorkloadReport[] = [];
  const unknown: WorkloadReport[] = [];
  for (const namespace of report.namespaces) {
    for (const workload of namespace.workloads) {
      const violated = violatedModes(workload, namespace, report.failOn);
      if (violated.fresh.includes(mode)) fresh.push(workload);
      else if (violated.unknown.includes(mode)) unknown.push(workload);
      else if (violated.already.includes(mode)) already.push(workload);
    }
  }
  const parts = [
    ...(fresh.length === 0 ? [] : [`new violations: ${workloadsText(fresh)}`]),
    ...(unknown.length === 0 ? [] : [`violations, new or not: ${workloadsText(unknown)}`]),
    ...(already.length === 0 ? [] : [`already violating: ${workloadsText(already)}`]),
  ];
  if (parts.length === 0) return [];
  const name = mode.padEnd(7);
  const [first = "", ...rest] = wrap(parts.join("; "), width - 2 - name.length - 2, "");
  return [`  ${paint[mode](name)}  ${first}`, ...rest.map((line) => `           ${line}`)];
}

function workloadsText(workloads: readonly WorkloadReport[]): string {
  const pods = workloads.reduce((total, workload) => total + workload.pods, 0);
  return `${count(workloads.length, "workload")} with ${count(pods, "pod")}`;
}

/** Why the run fails although nothing new violates; empty otherwise, and if something else decides on the exit code. */
function exitCodeText({ summary, failOn, namespaces, notes }: Report): string {
  if (summary.unreadable > 0 || notes.some(({ severity }) => severity === "error")) return "";
  const hasReason = namespaces.some((namespace) => isDenied(namespace) || namespace.workloads.some(failsNewly));
  if (summary.failing === 0 || hasReason) return "";
  return `The exit code is 1 because workloads already violate ${failOn === "any" ? "a mode" : failOn} (--fail-on ${failOn}).`;
}

function isDenied({ change }: NamespaceReport): boolean {
  return change !== null && change.denied !== null;
}

function failsNewly({ newPart }: WorkloadReport): boolean {
  return newPart?.violations.some(({ fails }) => fails) === true;
}
