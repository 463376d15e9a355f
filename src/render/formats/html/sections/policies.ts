import { count } from "../../../../api/words/plural.ts";
import { placeText } from "../../../../report/place.ts";
import type { PolicyVerdict } from "../../../../report/policies/policy-verdict.ts";
import type { Report } from "../../../../report/report.ts";
import { markup, untrusted, type Content, type Markup } from "../../../page/markup.ts";
import {
  actionsText,
  POLICIES_HEADING,
  policiesText,
  policyText,
  subjectText,
} from "../../../words/policies/policy-text.ts";

/** The limit of listed answers. */
const MOST = 200;

/** The section about ValidatingAdmissionPolicies, apart from what Pod Security Admission says; nothing if they answer nothing. */
export function policiesSection(report: Report): Content {
  const { policies = [] } = report;
  if (policies.length === 0) return undefined;
  const left = policies.length - MOST;
  return markup`<section aria-labelledby="policies-heading">
<h2 id="policies-heading">${POLICIES_HEADING}</h2>
<p>${policiesText(report, policies, false)}.</p>
<ul class="notes">
${policies.slice(0, MOST).map(item)}</ul>
${left > 0 ? markup`<p class="faint">and ${count(left, "more answer")}: -o json lists them</p>\n` : undefined}</section>
`;
}

function item(verdict: PolicyVerdict): Markup {
  const { namespace, source, messages } = verdict;
  const place = source === null ? undefined : markup` <code>${untrusted(placeText(source))}</code>`;
  return markup`<li>${untrusted(namespace)} <strong>${untrusted(subjectText(verdict))}</strong>${place}: ${untrusted(
    policyText(verdict),
  )} ${actionsText(verdict)}: ${untrusted(messages.join("; "))}</li>
`;
}
