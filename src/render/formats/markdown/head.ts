import type { Report } from "../../../report/report.ts";
import { escapeMarkdown } from "../../words/checks/check-document.ts";
import { closingLines } from "../../words/audit/closing.ts";
import { auditCounts } from "../../words/audit/head.ts";
import { dryRunHeadline } from "../../words/dry-run/headline.ts";
import { dryRunSummaryLines } from "../../words/dry-run/summary.ts";
import { isUnjudged } from "../../../report/gaps/missing.ts";
import { nothingReadText } from "../../words/rights/nothing-read.ts";
import { count } from "../../../api/words/plural.ts";
import { wrap } from "../../words/lines.ts";
import { Budget } from "./budget.ts";
import { code, codeBlock } from "../../words/documents/markdown.ts";
import { originLine } from "../../words/documents/origin-line.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { unknownPolicies } from "../../words/summary/policies.ts";
import { countOpen, summaryLines } from "../../words/summary/summary.ts";

/** The widest line of a block of code without a scroll bar. */
const WIDTH = 100;
const BUDGET = 3000;

/** The verdict as a heading, its explanation, and the rest of a table's summary, unchanged. */
export function markdownHead(report: Report, style: PaintedStyle): string {
  // The first line contains no name.
  const [sentence = "", ...rest] = linesOf(report, style);
  const budget = new Budget(BUDGET);
  const lines = rest.flatMap((line) => wrap(line, WIDTH)).filter((line) => budget.spend(codeBlock([line])));
  const isDryRun = report.kind === "DryRunReport";
  const title = isDryRun ? "Pod Security dry run" : `Pod Security: ${verdictOf(report)}`;
  const tried = isDryRun ? `${code(dryRunHeadline(report))}\n\n` : "";
  return `## ${title}\n\n${originLine(report)}${tried}${escapeMarkdown(sentence)}\n\n${lines.length === 0 ? "" : codeBlock(lines)}`;
}

/** It has no name of the cluster, which Markdown would have to quote. */
function auditSentence(report: Report): string {
  const nothingRead = nothingReadText(report);
  return nothingRead === "" ? auditCounts(report.summary) : nothingRead;
}

function linesOf(report: Report, style: PaintedStyle): string[] {
  if (report.kind === "DryRunReport") return dryRunSummaryLines(report, style);
  if (report.kind === "AuditReport") return [auditSentence(report), ...closingLines(report, "", style)];
  return summaryLines(report, "", style);
}

/** Returns the most important fact: the failures, or the missing parts, or that there are none. */
function verdictOf(report: Report): string {
  const { failing, unreadable, workloads } = report.summary;
  const rejected = report.namespaces.reduce((total, { rejectedNow }) => total + rejectedNow, 0);
  if (report.kind === "AuditReport" && rejected > 0) return `${count(rejected, "workload")} rejected now`;
  if (failing > 0) return count(failing, report.kind === "AuditReport" ? "violation" : "error");
  if (report.notes.some(({ severity }) => severity === "error")) return "the inputs are wrong";
  if (report.unreadable.some((one) => !isUnjudged(one))) return "incomplete: not everything could be read";
  if (unreadable > 0) return "incomplete: not everything was judged";
  if (workloads === 0) return "nothing to judge";
  if (unknownPolicies(report) > 0) return "the policy is unknown";
  if (report.kind === "AuditReport") return "no workload is rejected now";
  const others = countOpen(report);
  if (others === 0) return "passed";
  return `passed, with ${count(others, "warning")}`;
}
