import { LONGEST_NAME, cutText } from "../../../../api/words/quoted.ts";
import { reasonText } from "../../../../api/words/violation-words.ts";
import { shownName } from "../../../../report/workload.ts";
import type { DistinctViolation, NamespaceReport, Report, WorkloadReport } from "../../../../report/report.ts";
import { untrusted, markup, type Content, type Markup } from "../markup.ts";
import { askedLevels } from "../../../words/overview.ts";
import { MODES } from "../../../../api/mode.ts";
import { levelOf } from "../../../../report/violations.ts";

/** The limit of violations for a browser without JavaScript. */
const MOST = 500;

/** The report for a browser without JavaScript: the whole of a small one; of a large one, only where else to find it. */
export function* plainReport(report: Report): Generator<Markup, undefined> {
  const { namespaces, summary } = report;
  const isPolicyAsked = askedLevels(report).length === 0;
  yield markup`<noscript>
`;
  if (summary.violations > MOST) {
    yield markup`<p class="empty">So many violations are shown only with JavaScript, which is off; -o wide prints them as text.</p>
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
  const verdict = exempt ? "exempt: no policy is in force" : `ready for: ${strictest}`;
  return markup`<section class="plain">
<h2>${untrusted(name)}</h2>
<p>${isPolicyAsked ? `${parts}; ` : ""}${verdict}</p>
${workloads.map(plainWorkload)}</section>
`;
}

function plainWorkload(workload: WorkloadReport): Content {
  const { kind, name, source, violations } = workload;
  if (violations.length === 0) return undefined;
  const place = source === null ? undefined : markup` <code>${untrusted(`${source.file}:${source.line}`)}</code>`;
  return markup`<h3>${untrusted(`${kind}/${cutText(shownName(name), LONGEST_NAME)}`)}${place}</h3>
<ul>
${violations.map(plainViolation)}</ul>
`;
}

function plainViolation(violation: DistinctViolation): Markup {
  const { check, modes, levels, accepted } = violation;
  const counts = [...(modes.length === 0 ? levels : modes), ...(accepted ? ["accepted"] : [])].join(", ");
  return markup`<li><code>${check}</code> ${counts}: ${untrusted(reasonText(violation))}</li>
`;
}
