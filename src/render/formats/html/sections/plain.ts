import { LONGEST_NAME, cutText } from "../../../../api/words/quoted.ts";
import { reasonText } from "../../../../api/words/violation-words.ts";
import { shownName } from "../../../../report/workload.ts";
import type { NamespaceReport, Report, WorkloadReport } from "../../../../report/report.ts";
import { untrusted, markup, type Content, type Markup } from "../markup.ts";
import { askedLevels } from "../../../words/overview.ts";
import { modeTexts, readyText, shownReady } from "../../../words/namespace.ts";
import { shownViolations, type ShownViolation } from "../shown.ts";
import type { Totals } from "./totals.ts";
import { levelOf } from "../../../../report/violations.ts";

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
    for (const namespace of report.namespaces) yield plainNamespace(namespace, report, isPolicyAsked);
  }
  yield markup`</noscript>
`;
}

function plainNamespace(namespace: NamespaceReport, report: Report, isPolicyAsked: boolean): Markup {
  const { name, policy, exempt, workloads } = namespace;
  const parts = modeTexts(policy, levelOf)
    .map(([mode, text]) => `${mode}=${text}`)
    .join(" ");
  const verdict = exempt ? "exempt: no policy is in force" : `ready for: ${shownReady(readyText(namespace))}`;
  return markup`<section class="plain">
<h2>${untrusted(name)}</h2>
<p>${isPolicyAsked ? `${parts}; ` : ""}${verdict}</p>
${workloads.map((workload) => plainWorkload(workload, shownViolations(workload, report)))}</section>
`;
}

function plainWorkload({ kind, name, source }: WorkloadReport, violations: readonly ShownViolation[]): Content {
  if (violations.length === 0) return undefined;
  const place = source === null ? undefined : markup` <code>${untrusted(`${source.file}:${source.line}`)}</code>`;
  return markup`<h3>${untrusted(`${kind}/${cutText(shownName(name), LONGEST_NAME)}`)}${place}</h3>
<ul>
${violations.map(plainViolation)}</ul>
`;
}

function plainViolation({ violation, isAsked }: ShownViolation): Markup {
  const { check, modes, levels, accepted } = violation;
  const by = modes.length === 0 ? levels : modes;
  // The levels of an unasked violation are sorted: the least strict one comes first.
  const counts = isAsked ? [...by, ...(accepted ? ["accepted"] : [])].join(", ") : `blocks ${levels[0]}`;
  return markup`<li><code>${check}</code> ${counts}: ${untrusted(reasonText(violation))}</li>
`;
}
