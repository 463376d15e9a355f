import { count } from "../../../api/words/plural.ts";
import { placeText } from "../../../report/place.ts";
import type { Report } from "../../../report/report.ts";
import { escapedTitleOf } from "../../words/workload/workload.ts";
import { code, tableHead, tableRow } from "../../words/documents/markdown.ts";
import { POLICIES_HEADING, actionsText, policiesText } from "../../words/policies/policy-text.ts";
import { Budget, linesWithin } from "./budget.ts";

const HEADINGS = ["Workload", "Namespace", "Place", "Policy", "Action", "Message"] as const;
/** The characters of the table. */
const BUDGET = 4_000;

/** The section about ValidatingAdmissionPolicies; empty if they answer nothing. */
export function policiesMarkdown(report: Report): string {
  const { policies = [] } = report;
  if (policies.length === 0) return "";
  const rows = policies.map((verdict) => {
    const { namespace, source, policy, binding, subject, messages } = verdict;
    return tableRow([
      `${subject === "pods" ? "pods of " : ""}${code(escapedTitleOf(verdict))}`,
      code(namespace),
      source === null ? "" : code(placeText(source)),
      `${code(policy)} by ${code(binding)}`,
      actionsText(verdict),
      messages.map(code).join("<br/>"),
    ]);
  });
  const table = linesWithin(rows, new Budget(BUDGET), (left) => `\nand ${count(left, "more answer")}\n`);
  return `### ${POLICIES_HEADING}\n\n${policiesText(report, policies, false)}.\n\n${tableHead(HEADINGS)}${table}\n`;
}
