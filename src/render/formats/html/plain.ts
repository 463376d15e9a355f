import { LONGEST_NAME, cutText } from "../../../api/quoted.ts";
import { reasonText } from "../../../api/violation-words.ts";
import { shownName } from "../../../report/names.ts";
import type { DistinctViolation, NamespaceReport, Report, WorkloadReport } from "../../../report/report.ts";
import { foreign, markup, type Content, type Markup } from "./markup.ts";
import { askedLevels } from "../../words/overview.ts";
import { MODES } from "../../../api/mode.ts";
import { levelOf } from "../../words/violations.ts";

/** How many violations a browser without JavaScript is shown. */
const MOST = 500;

/** The report for a browser that runs no script: all of a small one, and of a large one where else to find it. */
export function* plainReport(report: Report): Generator<Markup, undefined> {
  const { namespaces, summary } = report;
  const isPolicyAsked = askedLevels(report).length === 0;
  yield markup`<noscript>
`;
  if (summary.violations > MOST) {
    yield markup`<p class="empty">It takes JavaScript, which is off, to show so many violations; -o wide prints them as text.</p>
`;
  } else {
    for (const namespace of namespaces) yield plainNamespace(namespace, isPolicyAsked);
  }
  yield markup`</noscript>
`;
}

function plainNamespace(namespace: NamespaceReport, isPolicyAsked: boolean): Markup {
  const { name, policy, exempt, strictest, workloads } = namespace;
  const parts = MODES.map((mode) => `${mode}=${levelOf(policy[mode])}`).join(" ");
  const verdict = exempt ? "exempt: nothing of this is in force" : `strictest level that it holds now: ${strictest}`;
  return markup`<section class="plain">
<h2>${foreign(name)}</h2>
<p>${isPolicyAsked ? `${parts}; ` : ""}${verdict}</p>
${workloads.map(plainWorkload)}</section>
`;
}

function plainWorkload(workload: WorkloadReport): Content {
  const { kind, name, source, violations } = workload;
  if (violations.length === 0) return undefined;
  const place = source === null ? undefined : markup` <code>${foreign(`${source.file}:${source.line}`)}</code>`;
  return markup`<h3>${foreign(`${kind}/${cutText(shownName(name), LONGEST_NAME)}`)}${place}</h3>
<ul>
${violations.map(plainViolation)}</ul>
`;
}

function plainViolation(violation: DistinctViolation): Markup {
  const { check, modes, levels, accepted } = violation;
  const counts = [...(modes.length === 0 ? levels : modes), ...(accepted ? ["accepted"] : [])].join(", ");
  return markup`<li><code>${check}</code> ${counts}: ${foreign(reasonText(violation))}</li>
`;
}
