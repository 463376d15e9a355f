import type { HistoryReport } from "../../../report/audit-history/history-report.ts";
import { code, tableHead, tableRow } from "../../words/documents/markdown.ts";
import { verdictText } from "../../words/history/verdict-text.ts";
import { coverageTexts } from "./coverage-words.ts";
import {
  byImportance,
  checksText,
  evidenceTexts,
  hasNoLog,
  headline,
  policyText,
  requestersText,
  stateText,
  timesText,
  workloadName,
} from "./words.ts";

/** Renders a history for an issue or a page. All text from a log is code, which Markdown does not interpret. */
export function* renderHistoryMarkdown(report: HistoryReport): Generator<string, undefined> {
  const namespaces = hasNoLog(report) ? [] : byImportance(report.namespaces);
  yield `## History of Pod Security Admission\n\n${headline(report)}\n\n`;
  if (namespaces.length > 0) {
    yield tableHead(["Namespace", "Enforce", "Audit", "Pods", "Violations", "Rejected", "Last violation", "Verdict"]);
    for (const { name, enforce, audit, evidence, violations, denied, last, verdict } of namespaces) {
      const numbers = [evidence.pods, violations, denied].map(String);
      yield tableRow([
        code(name),
        policyText(enforce),
        policyText(audit),
        ...numbers,
        last ?? "-",
        verdictText(verdict),
      ]);
    }
    yield "\n";
  }
  for (const namespace of namespaces) {
    const { name, verdict, workloads } = namespace;
    yield `### ${code(name)}\n\n${verdictText(verdict)}. ${evidenceTexts(namespace).join(" ")}\n\n`;
    if (workloads.length === 0) continue;
    yield tableHead(["Workload", "State", "Checks", "Seen", "By"]);
    for (const workload of workloads) {
      const cells = [code(workloadName(workload)), stateText(workload), checksText(workload), timesText(workload)];
      yield tableRow([...cells, code(requestersText(workload))]);
    }
    yield "\n";
  }
  const { days } = report;
  if (days.length > 0) {
    yield `### Days\n\n${tableHead(["Day", "Pods", "Violations", "Rejected"])}`;
    for (const { day, pods, violations, denied } of days)
      yield tableRow([day, String(pods), String(violations), String(denied)]);
    yield "\n";
  }
  yield "### Coverage\n\n";
  for (const text of coverageTexts(report)) yield `- ${report.coverage.bad > 0 ? code(text) : text}\n`;
}
