import { denies } from "../../../report/policies/policy-verdict.ts";
import { isForbidden } from "../../../report/gaps/forbidden.ts";
import { isBeyondLimit, isUnjudgedChart, unreadNamespaceOf } from "../../../report/gaps/missing.ts";
import type { Report } from "../../../report/report.ts";
import { acceptanceLines } from "./accepted.ts";
import { count, plural } from "../../../api/words/plural.ts";
import { judgedByText } from "./judged-by.ts";
import { leftOutText } from "./left-out.ts";
import { escapeText } from "../escape.ts";
import { exitCodeText, withoutExitCodes } from "./exit-code.ts";
import { wrap } from "../lines.ts";
import { missingRights } from "../rights/missing-rights.ts";
import { nothingReadText } from "../rights/nothing-read.ts";
import { overviewOf, workloadsOf } from "../overview.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { unknownPolicies } from "./policies.ts";
import { SEVERITIES, violationRows } from "../workload/violation-columns.ts";

/**
 * Summarizes a report: the numbers of errors and warnings, the policy that was used, and everything that was not judged.
 *
 * @param hint a remark on the shortened parts above; empty if there are none
 */
export function summaryLines(report: Report, hint: string, style: PaintedStyle): string[] {
  const { width, paint } = style;
  const { summary } = report;
  const isClean = countOpen(report) === 0;
  const [verdict, colour] =
    summary.workloads === 0
      ? [nothingJudged(report, style), paint.caution]
      : isClean
        ? [cleanText(report), isWhole(report) && unknownPolicies(report) === 0 ? paint.good : paint.caution]
        : [countText(report, style), summary.failing > 0 ? paint.bad : paint.caution];
  const more = [
    leftOutText(report),
    wrongInputText(report),
    unreadableText(report),
    basisText(report, isClean),
    configurationText(report),
    hint,
  ];
  const texts = style.hasExitCode === false ? withoutExitCodes(more) : more;
  return [
    ...wrap(verdict, width).map(colour),
    ...texts.filter((text) => text !== "").flatMap((text) => wrap(text, width)),
    ...acceptanceLines(report, style),
  ];
}

/** The policy and the version that judged; the line without violations already has the version. */
function basisText(report: Report, isClean: boolean): string {
  if (report.summary.workloads === 0) return "";
  const version = isClean ? "" : `evaluated as Kubernetes ${report.serverVersion}`;
  const text = [judgedByText(report), version].filter((part) => part !== "").join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The configuration that the run found, since the order of the inputs can decide which one that is. */
function configurationText({ configuration }: Report): string {
  return configuration === undefined ? "" : `Configuration: ${escapeText(configuration)}`;
}

/** The number of violations that are not accepted. */
export function countOpen({ summary }: Report): number {
  return summary.violations - summary.accepted;
}

/** Whether everything was read and judged, and no input is wrong. */
function isWhole(report: Report): boolean {
  return [leftOutText(report), wrongInputText(report), unreadableText(report)].every((text) => text === "");
}

function nothingJudged(report: Report, style: PaintedStyle): string {
  const nothingRead = nothingReadText(report);
  if (nothingRead !== "") return nothingRead;
  if (report.notes.some(({ code }) => code === "changed-since"))
    return "Nothing to judge: no changed file has a workload";
  const isGreen = report.summary.unreadable === 0 && report.notes.every(({ severity }) => severity !== "error");
  const exit = isGreen && style.hasExitCode !== false ? " (exit code 0; --fail-on-empty makes it 2)" : "";
  return `Nothing to judge: no workload among ${inputsText(report)}${exit}`;
}

function cleanText(report: Report): string {
  const { workloads } = report.summary;
  const unknown = unknownPolicies(report);
  if (unknown > 0) {
    return `The policy of ${count(unknown, "namespace")} is unknown, so nothing fails there: ${count(workloads, "workload")} (${scopeText(report)}), evaluated as Kubernetes ${report.serverVersion}`;
  }
  const noun = report.accepts ? "new violations" : "violations";
  // Another section lists what admission policies deny.
  const of = report.policies?.some(denies) === true ? " of Pod Security Admission" : "";
  return `No ${noun}${of} in ${count(workloads, "workload")} (${scopeText(report)}), evaluated as Kubernetes ${report.serverVersion}`;
}

/** `1 error, 4 warnings in 3 of 12 workloads (20 objects, 3 files)` */
function countText(report: Report, { checks, hasExitCode = true }: PaintedStyle): string {
  const counts = { error: 0, warning: 0, note: 0 };
  let violating = 0;
  let failing = 0;
  for (const workload of workloadsOf(report)) {
    const rows = violationRows(workload, report, checks);
    if (rows.length > 0) violating++;
    for (const { severity, violation } of rows) {
      counts[severity]++;
      if (violation.fails) failing++;
    }
  }
  const noun = (severity: string): string => (report.accepts ? `new ${severity}` : severity);
  const found = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) =>
    count(counts[severity], noun(severity)),
  );
  const errors = counts.error === 0 ? "No errors, " : "";
  const fails = `${failing === 0 ? "none" : failing} ${failing > 1 ? "fail" : "fails"} the run (--fail-on ${report.failOn})`;
  return `${errors}${found.join(", ")} in ${violating} of ${count(report.summary.workloads, "workload")} (${scopeText(report)})${failing < counts.error && hasExitCode ? `; ${fails}` : ""}`;
}

/** `20 objects, 3 files`; in a cluster `9 pods, 2 namespaces`. */
function scopeText(report: Report): string {
  const { kind, summary, source } = report;
  const { exempt } = overviewOf(workloadsOf(report));
  return [
    ...(kind === "LintReport" ? [] : [count(summary.pods, "pod"), count(summary.namespaces, "namespace")]),
    ...(source.type === "files" ? [count(summary.objects, "object"), count(source.files, "file")] : []),
    ...(exempt === 0 ? [] : [`${count(exempt, "workload")} exempt`]),
  ].join(", ");
}

function wrongInputText({ notes }: Report): string {
  const errors = notes.filter(({ severity, code }) => severity === "error" && code !== "no-workloads").length;
  return errors === 0
    ? ""
    : `Wrong input: ${count(errors, "note")} ${plural(errors, "is an error", "are errors")}${exitCodeText(2)}`;
}

/** `14 objects in 9 files` */
export function inputsText({ summary, source }: Report): string {
  const objects = count(summary.objects, "object");
  return source.type === "files" ? `${objects} in ${count(source.files, "file")}` : `${objects} of the cluster`;
}

/** The exit code of an incomplete report; wrong input has a higher one. */
function exitText({ notes }: Report): string {
  return notes.some(({ severity }) => severity === "error") ? "" : exitCodeText(3);
}

/** The parts that are missing from the report; empty if there are none, or nothing could be read, which has a line of its own. */
export function unreadableText(report: Report): string {
  return report.summary.unreadable === 0 || nothingReadText(report) !== ""
    ? ""
    : `Incomplete: ${unreadableCount(report)}${exitText(report)}`;
}

function unreadableCount({ unreadable, summary }: Report): string {
  const failed = unreadable.filter((one) => !isForbidden(one));
  const rights = unreadable.length - failed.length;
  const namespaces = failed.filter((one) => unreadNamespaceOf(one) !== undefined).length;
  const lists = failed.filter(({ list }) => list !== null).length - namespaces;
  const charts = failed.filter(isUnjudgedChart).length;
  const beyond = failed.filter(isBeyondLimit).length;
  const documents = summary.unreadable - rights - lists - namespaces - charts - beyond;
  const unread = [
    documents === 0 ? "" : count(documents, "document"),
    lists === 0 ? "" : `${count(lists, "list")} of the cluster`,
    namespaces === 0 ? "" : `the labels of ${count(namespaces, "namespace")}`,
  ].filter((part) => part !== "");
  const parts = [
    rights === 0 ? "" : missingRights(rights),
    unread.length === 0 ? "" : `${unread.join(" and ")} could not be read`,
    charts === 0
      ? ""
      : `${charts} ${plural(charts, "chart or kustomization was", "charts or kustomizations were")} not judged`,
    beyond === 0
      ? ""
      : `${count(beyond, "object")} beyond the limit of a report ${plural(beyond, "was", "were")} not judged`,
  ];
  return parts.filter((part) => part !== "").join(", and ");
}
