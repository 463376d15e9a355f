import type { CheckDeclaration } from "../../../../api/checks/check-declaration.ts";
import { markup, type Content, type Markup } from "../../../page/markup.ts";
import type { Totals } from "./totals.ts";
import { versionedTexts } from "../../../words/checks/check-text.ts";
import { count } from "../../../../api/words/plural.ts";

/**
 * The section about the violated checks: what they require, and how to meet them. The page's script copies `.instructions` beside a violation.
 *
 * @param checks the violated checks
 */
export function checksSection(checks: readonly CheckDeclaration[], { byCheck }: Totals): Content {
  if (checks.length === 0) return undefined;
  return markup`<section aria-labelledby="checks-heading">
<h2 id="checks-heading">How to meet the checks</h2>
<div class="guides">
${checks.map((check) => guide(check, byCheck.get(check.id) ?? 0))}</div>
</section>
`;
}

function guide(check: CheckDeclaration, workloads: number): Markup {
  const { id, level, title, description, remediation } = check;
  return markup`<article class="guide" id="check-${id}" aria-labelledby="title-${id}">
<h3 id="title-${id}">${title} <code>${id}</code></h3>
<p class="faint"><span class="level ${level}">${level}</span> violated by ${count(workloads, "workload")}</p>
<div class="instructions">
<p>${description}</p>
<p><strong>To meet it:</strong> ${remediation}</p>
<dl>
<dt>Allowed values</dt>
<dd>${values(versionedTexts(check, "allowedValues"))}</dd>
<dt>Fields</dt>
<dd>${values(versionedTexts(check, "restrictedFields"))}</dd>
</dl>
</div>
</article>
`;
}

function values(texts: readonly string[]): Markup {
  return markup`<ul class="values">${texts.map((text) => markup`<li><code>${text}</code></li>`)}</ul>`;
}
