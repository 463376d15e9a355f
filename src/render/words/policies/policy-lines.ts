import { count } from "../../../api/words/plural.ts";
import { placeText } from "../../../report/place.ts";
import { denies, type PolicyVerdict } from "../../../report/policies/policy-verdict.ts";
import type { Report } from "../../../report/report.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { isWhole } from "../../terminal/whole.ts";
import { escapeName, escapeText } from "../escape.ts";
import { wrap } from "../lines.ts";
import { actionsText, POLICIES_HEADING, policiesText, policyText, subjectText } from "./policy-text.ts";

/** The most verdicts on a terminal. */
const MOST = 20;

/** The section about ValidatingAdmissionPolicies, which is apart from what Pod Security Admission says; empty if they answer nothing. */
export function policyLines(report: Report, style: PaintedStyle): string[] {
  const { policies = [] } = report;
  if (policies.length === 0) return [];
  const { width, paint, messages, hasExitCode } = style;
  const title = `${POLICIES_HEADING.toUpperCase()}: ${policiesText(report, policies, hasExitCode !== false)}`;
  const shown = isWhole(style) ? policies : policies.slice(0, MOST);
  const isBad = policies.some((verdict) => denies(verdict) && !verdict.rejectedByLabels);
  const left = policies.length - shown.length;
  return [
    ...wrap(title, width).map(isBad ? paint.bad : paint.caution),
    ...shown.flatMap((verdict) => [
      ...verdictLines(verdict, width),
      ...(messages === true
        ? verdict.sentences.flatMap((text) => wrap(escapeText(text), width, "        ", "      ").map(paint.faint))
        : []),
    ]),
    ...(left > 0 ? [`  and ${count(left, "more answer")}: -o wide lists all`] : []),
  ];
}

function verdictLines(verdict: PolicyVerdict, width: number): string[] {
  const { namespace, source, messages } = verdict;
  const place = source === null ? "" : `  ${escapeText(placeText(source))}`;
  const answer = `${policyText(verdict)} ${actionsText(verdict)}: ${messages.join("; ")}`;
  return [
    `  ${escapeName(namespace)}  ${escapeText(subjectText(verdict))}${place}`,
    ...wrap(escapeText(answer), width, "      ", "    "),
  ];
}

/** The section and an empty line after it, in pieces. */
export function* policySection(report: Report, style: PaintedStyle): Generator<string, undefined> {
  const lines = policyLines(report, style);
  if (lines.length > 0) yield `${lines.join("\n")}\n\n`;
}
