import type { CheckDeclaration } from "../../../api/checks/check-declaration.ts";
import type { NamespaceReport, Report } from "../../../report/report.ts";
import { readyNowText } from "../../words/plan/cautions.ts";
import { escapeMarkdown } from "../../words/checks/check-document.ts";
import { renderDiagnosticLines } from "../../words/diagnostics.ts";
import { answerLines } from "../../words/dry-run/answer.ts";
import { groupHeading, groupsOf, type Group } from "../../words/dry-run/groups.ts";
import { isWorse, OUTCOME_WORDS, outcomeOf } from "../../words/dry-run/outcome.ts";
import { findingLines, withoutRowFindings } from "../../words/findings.ts";
import { count } from "../../../api/words/plural.ts";
import { comparedMarkdown } from "../../words/compared/compared-markdown.ts";
import { markdownHead } from "./head.ts";
import { byWeight, namespaceTable } from "./namespaces.ts";
import { linesWithin, Budget } from "./budget.ts";
import { code, codeBlock, details, htmlCode } from "../../words/documents/markdown.ts";
import { policiesMarkdown } from "./policies.ts";
import { workloadList, workloadTable } from "./workloads.ts";
import { modeTexts, partText, readyText, shownReady, violatingText } from "../../words/namespace/namespace.ts";
import { askedLevels, countAccepted, overviewOf, workloadsOf, type Overview } from "../../words/overview.ts";
import { plainStyle } from "../../terminal/plain-style.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { countOpen } from "../../words/summary/summary.ts";
import { withUnasked } from "../../../report/results.ts";
import { levelOf, openViolations } from "../../../report/violations.ts";

/** With more violations than this, only namespaces are listed, with their counts. */
const LONGEST = 500;
/** The characters of each part. GitHub allows 65,536 in a comment; the rest is for headings and the like. */
const BUDGET = { table: 16_000, details: 24_000, checks: 9_000, findings: 3_000, inputs: 5_000 };

/**
 * Renders the report in GitHub's Markdown, always short enough for a comment on a pull request or a step's summary: the verdict, a table,
 * and folded details of each namespace and each check. Accepted violations are only counted. Each piece is a whole section.
 */
export function* renderMarkdown(plain: Report, terminal: PaintedStyle): Generator<string, undefined> {
  const style = { ...plainStyle(terminal), hasExitCode: false };
  const report = plain.kind === "AuditReport" ? withUnasked(plain) : plain;
  const isShort = overviewOf(workloadsOf(report)).all.violations <= LONGEST;
  yield markdownHead(report, style);
  const compared = comparedMarkdown(report, style.arrow);
  yield compared;
  yield tableOf(report, isShort, style);
  const readyNow = report.kind === "AuditReport" ? readyNowText(report) : "";
  if (readyNow !== "") yield `${escapeMarkdown(readyNow)}\n\n`;
  yield policiesMarkdown(report);
  yield findings(report, style);
  if (isShort) yield* allDetails(report, new Budget(BUDGET.details - compared.length), style);
  else yield `More than ${LONGEST} violations: ${code("-o json")} has each of them.\n\n`;
  yield remediations(report, style.checks);
  yield inputs(report, style);
}

function tableOf(report: Report, isShort: boolean, style: PaintedStyle): string {
  const budget = new Budget(BUDGET.table);
  if (report.kind !== "LintReport") return namespaceTable(report, budget, style);
  if (countOpen(report) === 0) return "";
  return isShort ? workloadTable(report.namespaces, budget) : namespaceTable(report, budget, style);
}

function findings(report: Report, style: PaintedStyle): string {
  const lines = findingLines(withoutRowFindings(report), style).map((line) => `- ${code(line)}\n`);
  if (lines.length === 0) return "";
  const list = linesWithin(lines, new Budget(BUDGET.findings), (left) => `- and ${count(left, "more finding")}\n`);
  return details(count(lines.length, "finding"), list);
}

function* allDetails(report: Report, budget: Budget, style: PaintedStyle): Generator<string, undefined> {
  let left = 0;
  for (const { namespace, overview } of byWeight(report.namespaces)) {
    const title = namespaceTitle(namespace, overview, report);
    if (title === "") continue;
    if (budget.spend(details(title, ""))) yield details(title, namespaceBody(namespace, report, budget, style));
    else left++;
  }
  if (left > 0) yield `${count(left, "more namespace")}: ${code("-o json")} has them all.\n\n`;
}

/** The summary of a namespace in one line of HTML; empty if there is nothing to report. */
function namespaceTitle(namespace: NamespaceReport, { all }: Overview, { kind, failOn }: Report): string {
  const { name, workloads } = namespace;
  if (kind !== "DryRunReport")
    return all.violations === 0
      ? ""
      : titleLine(name, violatingText(all.workloads, workloads.length, countAccepted(workloads)));
  const outcome = outcomeOf(namespace, failOn);
  if (outcome === "safe") return "";
  const worse = workloads.filter(isWorse).length;
  return titleLine(name, outcome === "new" ? `new violations in ${count(worse, "workload")}` : OUTCOME_WORDS[outcome]);
}

function titleLine(name: string, text: string): string {
  return `${htmlCode(name)}: ${text}`;
}

function namespaceBody(namespace: NamespaceReport, report: Report, budget: Budget, style: PaintedStyle): string {
  const { change, policy, assumedPolicy, labelErrors, workloads } = namespace;
  if (change !== null) {
    const { failOn } = report;
    const lines = answerLines(namespace, change, failOn, style).filter((line) => budget.spend(codeBlock([line])));
    return codeBlock(lines) + groupSections(groupsOf(namespace, failOn), budget);
  }
  const parts = modeTexts(policy, assumedPolicy ? levelOf : partText)
    .map(([mode, text]) => `${mode}=${text}`)
    .join(", ");
  const isPolicyAsked = askedLevels(report).length === 0;
  const inForce = isPolicyAsked ? `${assumedPolicy ? "Assumed policy" : "Policy"}: ${parts}; ` : "";
  const errors = labelErrors.map(({ message }) => `- ${code(message)}\n`).filter((line) => budget.spend(line));
  const list = errors.length === 0 ? "" : `${errors.join("")}\n`;
  return `${inForce}ready for: ${shownReady(readyText(namespace))}\n\n${list}${workloadList(workloads, budget)}`;
}

function groupSections(groups: readonly Group[], budget: Budget): string {
  const sections: string[] = [];
  let left = 0;
  for (const group of groups) {
    const heading = `${groupHeading(group)}:\n\n`;
    if (budget.spend(heading)) sections.push(`${heading}${workloadList(group.workloads, budget)}\n`);
    else left += group.workloads.length;
  }
  return sections.join("") + (left === 0 ? "" : `- and ${count(left, "more workload")}\n`);
}

function remediations({ namespaces }: Report, checks: readonly CheckDeclaration[]): string {
  const found = new Set<string>();
  for (const { workloads } of namespaces) {
    for (const workload of workloads) for (const { check } of openViolations(workload)) found.add(check);
  }
  const lines = checks
    .filter(({ id }) => found.has(id))
    .map(
      ({ id, title, remediation }) => `- **${escapeMarkdown(title)}** (${code(id)}): ${escapeMarkdown(remediation)}\n`,
    );
  if (lines.length === 0) return "";
  const list = linesWithin(lines, new Budget(BUDGET.checks), (left) => `- and ${count(left, "more check")}\n`);
  return details("How to meet these checks", list);
}

function inputs(report: Report, style: PaintedStyle): string {
  const wide = { ...style, width: Infinity };
  const lines = Array.from(renderDiagnosticLines(report, wide, false), (message) => {
    const parts = message.slice(0, -1).split(/\n */);
    return `- ${parts.map(code).join("<br/>")}\n`;
  });
  if (lines.length === 0) return "";
  const list = linesWithin(lines, new Budget(BUDGET.inputs), (left) => `- and ${count(left, "more note")}\n`);
  const isWrong = report.unreadable.length > 0 || report.notes.some(({ severity }) => severity === "error");
  return isWrong ? `### Inputs\n\n${list}\n` : details("Notes on the inputs", list);
}
