import { LONGEST_NAME, cutText } from "../../../../api/words/quoted.ts";
import { count } from "../../../../api/words/plural.ts";
import type { Report } from "../../../../report/report.ts";
import { shownName } from "../../../../report/workload.ts";
import { untrusted, markup, type Content, type Markup } from "../../../page/markup.ts";
import {
  rejectedText,
  rejectedWorkloads,
  rejectionSource,
  type RejectedWorkload,
} from "../../../words/audit/rejected-now.ts";
import { labelText } from "../../../words/namespace/namespace.ts";
import { unknownPolicies } from "../../../words/summary/policies.ts";

/** The limit of listed workloads. The filters find the others. */
const MOST = 50;

/** The section about the workloads whose next pod is rejected, which is an outage, so it comes first; only in an audit. */
export function rejectedSection(report: Report): Content {
  if (report.kind !== "AuditReport" || report.summary.workloads === 0) return undefined;
  const rejected = rejectedWorkloads(report.namespaces);
  const others = rejected.length - MOST;
  return markup`<section aria-labelledby="rejected-heading">
<h2 id="rejected-heading">Rejected now</h2>
${rejected.length === 0 ? markup`<p>${noneText(report)}</p>\n` : list(rejected)}${
    others > 0
      ? markup`<p class="faint">and ${count(others, "more workload")}: the filter \u201cMode: enforce\u201d below shows them</p>\n`
      : undefined
  }</section>
`;
}

/** That nothing is rejected may only mean that something is not known. */
function noneText(report: Report): string {
  const unknown = unknownPolicies(report);
  if (unknown > 0) return `No rejected workload is known. The policy of ${count(unknown, "namespace")} is unknown.`;
  if (report.summary.unreadable > 0) return "No rejected workload is known. Not everything could be read.";
  if (report.only !== null) return "No workload of the listed namespaces is rejected now.";
  return "No workload is rejected now.";
}

function list(rejected: readonly RejectedWorkload[]): Markup {
  return markup`<p class="bad">${rejectedText(rejected)}.</p>
<ul class="rejected">
${rejected.slice(0, MOST).map(item)}</ul>
`;
}

function item({ namespace: { name, policy }, workload, checks, isAccepted }: RejectedWorkload): Markup {
  const { kind, rejection } = workload;
  const enforce =
    policy === null ? undefined : markup` <span class="tag enforce">enforce ${labelText(policy.enforce)}</span>`;
  const accepted = isAccepted ? markup` <span class="tag">accepted</span>` : undefined;
  const message =
    rejection === null
      ? undefined
      : markup`<p class="reported"><span class="faint">API server (${untrusted(rejectionSource(rejection))}):</span> ${untrusted(rejection.message)}</p>\n`;
  return markup`<li>
<p class="line"><a class="show" href="#${addressOf(name)}">${untrusted(name)}</a> <strong>${untrusted(
    `${kind}/${cutText(shownName(workload.name), LONGEST_NAME)}`,
  )}</strong>${enforce}${accepted} ${checks.map((check) => markup`<code>${check}</code> `)}</p>
${message}</li>
`;
}

/** The part of the page's address that shows a namespace (page/script/state.js). */
function addressOf(namespace: string): string {
  return new URLSearchParams({ ns: namespace.toWellFormed() }).toString();
}
