import type { Blocks, NamespaceReport, Report } from "../../../report/report.ts";
import { byOutcome, isSame, isWorse, OUTCOME_WORDS, type Outcome } from "../../words/dry-run/outcome.ts";
import { admittedLine, loosensLine, safeLine } from "../../words/dry-run/folded.ts";
import { count } from "../../../api/words/plural.ts";
import { linesWithin, type Budget } from "./budget.ts";
import { code, details, tableHead, tableRow } from "../../words/documents/markdown.ts";
import { MODES, type Mode } from "../../../api/mode.ts";
import { overviewOf, type Overview } from "../../words/overview.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { modeTexts, policyPartText, readyText, shownReady } from "../../words/namespace/namespace.ts";
import { worstFirst } from "../../words/audit/worst-first.ts";

const HEADINGS: Readonly<Record<Report["kind"], readonly string[]>> = {
  LintReport: ["Namespace", "Enforce", "Audit", "Warn", "Rejected", "Violating", "Most frequent checks"],
  AuditReport: [
    "Namespace",
    "Enforce",
    "Audit",
    "Warn",
    "Ready for",
    "Rejected now",
    "Block baseline",
    "Block restricted",
  ],
  DryRunReport: ["Namespace", "Outcome", "Enforce", "Audit", "Warn", "New violations"],
};
const CHECKS_SHOWN = 3;

/**
 * A table of namespaces: first those with the most refused workloads, then those with the most violating ones. A dry run has a row for each
 * namespace with a problem, the worst first, and counts the others.
 */
export function namespaceTable(report: Report, budget: Budget, { arrow }: PaintedStyle): string {
  const { kind, namespaces } = report;
  if (kind === "DryRunReport") return dryRunTable(report, budget, arrow);
  const rows = inOrder(namespaces, kind).map(({ namespace, overview }) =>
    tableRow([code(namespace.name), ...auditCells(namespace, overview, kind)]),
  );
  return rows.length === 0 ? "" : tableOf(kind, rows, budget);
}

function dryRunTable(report: Report, budget: Budget, arrow: string): string {
  const groups = byOutcome(report);
  const rows = Array.from(groups).flatMap(([outcome, group]) =>
    outcome === "safe"
      ? []
      : group.map((namespace) => tableRow([code(namespace.name), ...dryRunCells(namespace, outcome, arrow)])),
  );
  const loosens = loosensLine(report.namespaces, arrow, false);
  const admitted = admittedLine(report.namespaces, false);
  return [
    rows.length === 0 ? "" : tableOf(report.kind, rows, budget),
    safeTable(groups.get("safe") ?? [], budget, arrow),
    loosens === "" ? "" : `${code(loosens)}\n\n`,
    admitted === "" ? "" : `${code(admitted)}\n\n`,
  ].join("");
}

/** The namespaces without new violations, folded, each with its levels before and with the labels. */
function safeTable(namespaces: readonly NamespaceReport[], budget: Budget, arrow: string): string {
  if (namespaces.length === 0) return "";
  const rows = namespaces.map((namespace) =>
    tableRow([code(namespace.name), ...MODES.map((mode) => changeText(namespace, mode, arrow))]),
  );
  const table = linesWithin(rows, budget, (left) => `\nand ${count(left, "more namespace")}\n`);
  return details(safeLine(namespaces, false), `${tableHead(["Namespace", "Enforce", "Audit", "Warn"])}${table}`);
}

function tableOf(kind: Report["kind"], rows: readonly string[], budget: Budget): string {
  const table = linesWithin(rows, budget, (left) => `\nand ${count(left, "more namespace")}\n`);
  return `${tableHead(HEADINGS[kind])}${table}\n`;
}

function inOrder(namespaces: readonly NamespaceReport[], kind: Report["kind"]): ReturnType<typeof byWeight> {
  if (kind !== "AuditReport") return byWeight(namespaces);
  return worstFirst(namespaces).map((namespace) => ({ namespace, overview: overviewOf(namespace.workloads) }));
}

/** Sorts namespaces by the number of refused, then of violating workloads. */
export function byWeight(namespaces: readonly NamespaceReport[]): { namespace: NamespaceReport; overview: Overview }[] {
  return namespaces
    .map((namespace) => ({ namespace, overview: overviewOf(namespace.workloads) }))
    .toSorted(
      ({ overview: a }, { overview: b }) =>
        b.byMode.enforce.workloads - a.byMode.enforce.workloads ||
        b.all.workloads - a.all.workloads ||
        b.all.violations - a.all.violations,
    );
}

function auditCells(namespace: NamespaceReport, overview: Overview, kind: Report["kind"]): string[] {
  const { policy, exempt } = namespace;
  return [
    // Nothing is judged in an exempt namespace, whatever its labels say.
    ...(exempt ? ["exempt", "", ""] : modeTexts(policy, policyPartText).map(([, text]) => text)),
    ...(kind === "AuditReport" ? readinessCells(namespace) : violatingCells(overview)),
  ];
}

/** The level that a namespace is ready for, and how many workloads block each level, by which checks. */
function readinessCells(namespace: NamespaceReport): string[] {
  const { blocks, rejectedNow } = namespace;
  const counted = namespace.workloads.filter(({ finished }) => !finished).length;
  const blocked = ({ workloads: blocking, checks }: Blocks): string => {
    const more = checks.length > CHECKS_SHOWN ? ` +${checks.length - CHECKS_SHOWN}` : "";
    const named = checks.slice(0, CHECKS_SHOWN).map(({ check }) => code(check));
    return blocking === 0 ? "" : `${blocking} of ${counted}: ${named.join(", ")}${more}`;
  };
  return [
    shownReady(readyText(namespace)),
    rejectedNow === 0 ? "" : String(rejectedNow),
    blocked(blocks.baseline),
    blocked(blocks.restricted),
  ];
}

function violatingCells({ checks, byMode, all, workloads }: Overview): string[] {
  const frequent = checks.slice(0, CHECKS_SHOWN).map(([check, violations]) => `${code(check)} ${violations}`);
  return [String(byMode.enforce.workloads), `${all.workloads} of ${workloads}`, frequent.join(", ")];
}

function dryRunCells(namespace: NamespaceReport, outcome: Outcome, arrow: string): string[] {
  const newly = namespace.workloads.filter(isWorse).length;
  return [
    OUTCOME_WORDS[outcome],
    ...MODES.map((mode) => changeText(namespace, mode, arrow)),
    newly === 0 ? "" : count(newly, "workload"),
  ];
}

function changeText({ change }: NamespaceReport, mode: Mode, arrow: string): string {
  if (change === null) return "";
  const now = change.to[mode];
  // The other labels of the namespace, which are unknown, decide about a mode that the change does not set.
  if (change.from === null) return now.from === "label" ? `unknown ${arrow} ${policyPartText(now)}` : "unknown";
  const before = change.from[mode];
  return isSame(before, now) ? policyPartText(now) : `${policyPartText(before)} ${arrow} ${policyPartText(now)}`;
}
