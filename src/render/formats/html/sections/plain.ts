import { acceptanceText, partlyAcceptedText } from "../../../words/acceptance.ts";
import { placeText } from "../../../../report/place.ts";
import { LONGEST_NAME, cutText } from "../../../../api/words/quoted.ts";
import { reasonText } from "../../../../api/words/checks/violation-words.ts";
import { shownName } from "../../../../report/workload.ts";
import type { Blocks, NamespaceReport, Report, WorkloadReport } from "../../../../report/report.ts";
import { untrusted, markup, type Content, type Markup } from "../../../page/markup.ts";
import { askedLevels } from "../../../words/overview.ts";
import { worstFirst } from "../../../words/audit/worst-first.ts";
import { MODES } from "../../../../api/mode.ts";
import { modeTexts, partLevelText, policyPartText, readyText, shownReady } from "../../../words/namespace/namespace.ts";
import { admittedTitles } from "../data/namespace.ts";
import { sccText } from "../../../words/workload/workload.ts";
import { shownViolations, type ShownViolation } from "../shown.ts";
import type { Totals } from "./totals.ts";

/** The limit of violations for a browser without JavaScript. */
const MOST = 500;

/** The report for a browser without JavaScript: the whole of a small one; of a large one, only where else to find it. */
export function* plainReport(report: Report, { shown }: Totals): Generator<Markup, undefined> {
  const isPolicyAsked = askedLevels(report).length === 0;
  yield markup`<noscript>
`;
  if (shown > MOST) {
    yield markup`<p class="empty">So many violations are shown only with JavaScript, which is off; -o wide prints them as text.</p>
`;
  } else {
    if (report.kind === "AuditReport") yield readinessTable(report.namespaces);
    for (const namespace of report.namespaces) yield plainNamespace(namespace, report, isPolicyAsked);
  }
  yield markup`</noscript>
`;
}

/** The level that each namespace is ready for, and what blocks the next levels, as a terminal has it. */
function readinessTable(namespaces: readonly NamespaceReport[]): Markup {
  const heads = ["Namespace", "Enforce", "Ready for", "Block baseline", "Block restricted"];
  return markup`<section class="plain">
<h2>Which level is each namespace ready for?</h2>
<div class="frame"><table class="grid">
<thead><tr>${heads.map((text) => markup`<th scope="col">${text}</th>`)}</tr></thead>
<tbody>
${worstFirst(namespaces).map(readinessRow)}</tbody>
</table></div>
</section>
`;
}

function readinessRow(namespace: NamespaceReport): Markup {
  const { name, policy, exempt, blocks, workloads } = namespace;
  const counted = workloads.filter(({ finished }) => !finished).length;
  const cells = [
    exempt || policy === null ? (exempt ? "-" : "unknown") : policyPartText(policy.enforce),
    shownReady(readyText(namespace)),
    blocksText(blocks.baseline, counted),
    blocksText(blocks.restricted, counted),
  ];
  return markup`<tr><th scope="row">${untrusted(name)}</th>${cells.map((text) => markup`<td>${text}</td>`)}</tr>
`;
}

function blocksText({ workloads, checks }: Blocks, counted: number): string {
  return workloads === 0 ? "-" : `${workloads} of ${counted}: ${checks.map(({ check }) => check).join(", ")}`;
}

function plainNamespace(namespace: NamespaceReport, report: Report, isPolicyAsked: boolean): Markup {
  const { name, exempt, workloads } = namespace;
  const verdict = exempt ? "exempt: no policy is in force" : `ready for: ${shownReady(readyText(namespace))}`;
  return markup`<section class="plain">
<h2>${untrusted(name)}</h2>
<p>${isPolicyAsked ? `${policyTexts(namespace).join(" ")}; ` : ""}${verdict}</p>
${plainChange(namespace)}${workloads.map((workload) => plainWorkload(workload, shownViolations(workload, report)))}</section>
`;
}

/** The level of each mode; in a dry run, with the one before. */
function policyTexts({ policy, change }: NamespaceReport): string[] {
  if (change === null) return modeTexts(policy, partLevelText).map(([mode, text]) => `${mode}=${text}`);
  return MODES.map((mode) => {
    const before = change.from === null ? "unknown" : partLevelText(change.from[mode]);
    const now = partLevelText(change.to[mode]);
    return `${mode}=${before === now ? now : `${before} \u2192 ${now}`}`;
  });
}

/** The labels that a dry run tries, and the API server's answer. */
function plainChange(namespace: NamespaceReport): Content {
  const { change } = namespace;
  if (change === null) return undefined;
  const admitted = admittedTitles(namespace);
  const { labels, denied, serverWarnings } = change;
  const tried = Object.entries(labels).map(([label, value]) => (value === null ? `${label}-` : `${label}=${value}`));
  const answers = denied === null ? serverWarnings.map((text) => `Warning: ${text}`) : [`Denied: ${denied}`];
  return markup`<p>kubectl label: ${tried.map((text) => markup`<code>${untrusted(text)}</code> `)}</p>
${answers.map((text) => markup`<p>${untrusted(text)}</p>\n`)}${
    admitted.length === 0 ? undefined : markup`<p>No longer rejected: ${untrusted(admitted.join(", "))}</p>\n`
  }`;
}

function plainWorkload(workload: WorkloadReport, violations: readonly ShownViolation[]): Content {
  if (violations.length === 0) return undefined;
  const { kind, name, source } = workload;
  const scc = sccText(workload);
  const place = source === null ? undefined : markup` <code>${untrusted(placeText(source))}</code>`;
  return markup`<h3>${untrusted(`${kind}/${cutText(shownName(name), LONGEST_NAME)}`)}${place}</h3>
${scc === "" ? undefined : markup`<p>${untrusted(scc)}</p>\n`}<ul>
${violations.map(plainViolation)}</ul>
`;
}

function plainViolation({ violation, isAsked }: ShownViolation): Markup {
  const { check, modes, levels, accepted } = violation;
  const by = modes.length === 0 ? levels : modes;
  // The levels of an unasked violation are sorted: the least strict one comes first.
  const counts = isAsked ? by.join(", ") : `blocks ${levels[0]}`;
  const words = accepted === null ? partlyAcceptedText(violation) : `; accepted: ${acceptanceText(accepted)}`;
  return markup`<li><code>${check}</code> ${counts}: ${untrusted(reasonText(violation) + words)}</li>
`;
}
