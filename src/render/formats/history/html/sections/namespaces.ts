import { count } from "../../../../../api/words/plural.ts";
import type { HistoryNamespace, HistoryWorkload } from "../../../../../report/audit-history/history-report.ts";
import { grouped } from "../../../../page/figures.ts";
import { markup, untrusted, untrustedWhole, type Content, type Markup } from "../../../../page/markup.ts";
import { verdictText } from "../../../../words/history/verdict-text.ts";
import {
  checksText,
  evidenceTexts,
  hasState,
  policyText,
  requestersText,
  stateText,
  timesText,
  workloadName,
} from "../../words.ts";

/** The limits of shown namespaces, and of the workloads of a namespace. */
const SHOWN_NAMESPACES = 500;
const SHOWN_WORKLOADS = 50;
const HEADINGS = ["Namespace", "Enforce", "Audit", "Pods", "Violations", "Rejected", "Last violation", "Verdict"];

/** The namespaces as a table, the most important ones first. */
export function namespacesTable(namespaces: readonly HistoryNamespace[]): Content {
  if (namespaces.length === 0) return markup`<p class="empty">No namespace.</p>\n`;
  return markup`<section aria-labelledby="namespaces-heading">
<h2 id="namespaces-heading">Namespaces</h2>
<div class="table" tabindex="0" role="region" aria-label="Namespaces as a table"><table>
<thead><tr>${HEADINGS.map((heading) => markup`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>
${namespaces.slice(0, SHOWN_NAMESPACES).map(row)}</tbody>
</table></div>
${more(namespaces.length - SHOWN_NAMESPACES, "namespace")}</section>
`;
}

function row({ name, enforce, audit, evidence, violations, denied, last, verdict }: HistoryNamespace): Markup {
  const numbers = [evidence.pods, violations, denied].map(
    (number) => markup`<td class="number">${grouped(number)}</td>`,
  );
  return markup`<tr><th scope="row">${untrusted(name)}</th><td>${policyText(enforce)}</td><td>${policyText(audit)}</td>${numbers}<td class="nowrap">${last ?? "-"}</td><td>${verdictText(verdict)}</td></tr>
`;
}

/** Each namespace with its evidence and its workloads. */
export function* namespaceSections(namespaces: readonly HistoryNamespace[]): Generator<Content, undefined> {
  if (namespaces.length === 0) return;
  yield markup`<section aria-labelledby="evidence-heading">
<h2 id="evidence-heading">Evidence</h2>
`;
  for (const namespace of namespaces.slice(0, SHOWN_NAMESPACES)) yield namespacePart(namespace);
  yield markup`</section>
`;
}

function namespacePart(namespace: HistoryNamespace): Markup {
  const { name, verdict, workloads, folded } = namespace;
  const sorted = workloads.toSorted((a, b) => Number(b.blocks) - Number(a.blocks));
  return markup`<article class="history">
<h3>${untrusted(name)}</h3>
<p><strong>${verdictText(verdict)}</strong>. ${evidenceTexts(namespace).map((text) => `${text} `)}</p>
${
  sorted.length === 0
    ? undefined
    : markup`<ul class="workloads">
${sorted.slice(0, SHOWN_WORKLOADS).map(workloadItem)}</ul>
${more(sorted.length - SHOWN_WORKLOADS, "workload")}`
}${folded === 0 ? undefined : markup`<p>and ${count(folded, "violation")} of workloads that are not listed: there are too many</p>\n`}</article>
`;
}

function workloadItem(workload: HistoryWorkload): Markup {
  const requesters = requestersText(workload);
  const state = hasState(workload) ? ` (${stateText(workload)})` : "";
  return markup`<li><strong>${untrusted(workloadName(workload))}</strong>${state}: ${checksText(workload)}<br>${timesText(workload)}${
    requesters === "" ? undefined : markup`, by ${untrusted(requesters)}`
  }<details><summary>The API server's last message</summary><p class="message">${untrustedWhole(workload.message)}</p>${workload.rejected === null ? undefined : markup`<p class="message">now: ${untrustedWhole(workload.rejected)}</p>`}</details></li>
`;
}

function more(others: number, noun: string): Content {
  return others > 0 ? markup`<p>and ${count(others, `more ${noun}`)}: -o json has them</p>\n` : undefined;
}
