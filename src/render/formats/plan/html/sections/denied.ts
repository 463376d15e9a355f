import { count } from "../../../../../api/words/plural.ts";
import type { RolloutPlan } from "../../../../../report/plan/rollout-plan.ts";
import { markup, untrusted, type Content } from "../../../../page/markup.ts";
import { DENIED_HEADING, deniedTexts } from "../../../../words/policies/denying-policies.ts";

/** The limit of listed namespaces. */
const MOST = 200;

/** The section about admission policies that deny pods, whatever the plan does; nothing without any. */
export function deniedSection(plan: RolloutPlan): Content {
  const denied = deniedTexts(plan);
  if (denied.length === 0) return undefined;
  const items = denied
    .slice(0, MOST)
    .map(({ name, text }) => markup`<li><strong>${untrusted(name)}</strong>: ${untrusted(text)}</li>\n`);
  const left = denied.length - MOST;
  return markup`<section aria-labelledby="denied-heading">
<h2 id="denied-heading">${DENIED_HEADING}</h2>
<ul class="notes">
${items}</ul>
${left > 0 ? markup`<p class="faint">and ${count(left, "more namespace")}: -o json lists them</p>\n` : undefined}</section>
`;
}
