import type { NamespaceReport, PolicyPart, Report } from "../../../report/report.ts";
import { isSame, isWorse, outcomeOf, type Outcome } from "../../words/dry-run/outcome.ts";
import { count } from "../../../api/words/plural.ts";
import { linesWithin, type Budget } from "./budget.ts";
import { code, tableHead, tableRow } from "../../words/documents/markdown.ts";
import { MODES, type Mode } from "../../../api/mode.ts";
import { overviewOf, type Overview } from "../../words/overview.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { levelOf } from "../../../report/violations.ts";

const HEADINGS: Readonly<Record<Report["kind"], readonly string[]>> = {
  LintReport: ["Namespace", "Enforce", "Audit", "Warn", "Refused", "Violating", "Most frequent checks"],
  AuditReport: ["Namespace", "Enforce", "Audit", "Warn", "Ready for", "Refused", "Violating", "Most frequent checks"],
  DryRunReport: ["Namespace", "Outcome", "Enforce", "Audit", "Warn", "New violations"],
};
const OUTCOMES: Readonly<Record<Outcome, string>> = {
  refused: "the change is rejected",
  warned: "the API server warns",
  worse: "new violations without a warning",
  held: "holds",
  unchanged: "unchanged",
};
const CHECKS_SHOWN = 3;

/**
 * A table of namespaces: first those with the most refused workloads, then those with the most violating ones. A dry run only counts the
 * namespaces without a change.
 */
export function namespaceTable({ kind, namespaces }: Report, budget: Budget, { arrow }: PaintedStyle): string {
  const isDryRun = kind === "DryRunReport";
  const shown = isDryRun ? namespaces.filter((namespace) => outcomeOf(namespace) !== "unchanged") : namespaces;
  const rows = byWeight(shown).map(({ namespace, overview }) => {
    const cells = isDryRun ? dryRunCells(namespace, arrow) : auditCells(namespace, overview, kind);
    return tableRow([code(namespace.name), ...cells]);
  });
  const table = linesWithin(rows, budget, (left) => `\nand ${count(left, "more namespace")}\n`);
  const unchanged = namespaces.length - shown.length;
  const silent = unchanged === 0 ? "" : `The policy in force does not change in ${count(unchanged, "namespace")}.\n\n`;
  return (shown.length === 0 ? "" : `${tableHead(HEADINGS[kind])}${table}\n`) + silent;
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
  const { policy, exempt, strictest } = namespace;
  const { checks, byMode, all, workloads } = overview;
  const frequent = checks.slice(0, CHECKS_SHOWN).map(([check, violations]) => `${code(check)} ${violations}`);
  return [
    // Nothing is judged in an exempt namespace, whatever its labels say.
    ...(exempt ? ["exempt", "", ""] : MODES.map((mode) => levelOf(policy[mode]))),
    ...(kind === "AuditReport" ? [exempt ? "" : strictest] : []),
    String(byMode.enforce.workloads),
    `${all.workloads} of ${workloads}`,
    frequent.join(", "),
  ];
}

function dryRunCells(namespace: NamespaceReport, arrow: string): string[] {
  const newly = namespace.workloads.filter(isWorse).length;
  return [
    OUTCOMES[outcomeOf(namespace)],
    ...MODES.map((mode) => changeText(namespace, mode, arrow)),
    newly === 0 ? "" : count(newly, "workload"),
  ];
}

function changeText({ change, policy }: NamespaceReport, mode: Mode, arrow: string): string {
  const now: PolicyPart = policy[mode];
  const before = change?.from[mode] ?? now;
  return isSame(before, now) ? levelOf(now) : `${levelOf(before)} ${arrow} ${levelOf(now)}`;
}
