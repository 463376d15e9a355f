import type { NamespaceReport, Report } from "../../report/report.ts";
import { escapeName, escapeText } from "./escape.ts";
import { count } from "../../api/words/plural.ts";
import { wrap } from "./lines.ts";
import { MODES } from "../../api/mode.ts";
import { askedLevels, overviewOf, workloadsOf, type Overview } from "./overview.ts";
import type { PaintedStyle } from "../terminal/style.ts";
import { levelOf } from "../../report/violations.ts";

const MOST_FREQUENT = 5;
const NAMED_NAMESPACES = 3;
const NAMED_GONE = 5;
const INDENT = "  ";

/**
 * Summarizes a report. Without violations, or without anything to judge, it is one line.
 *
 * @param hint a remark on the shortened parts above; empty if there are none
 */
export function summaryLines(report: Report, hint: string, { width, paint }: PaintedStyle): string[] {
  const { summary } = report;
  const overview = overviewOf(workloadsOf(report));
  const gone = goneLines(report, width);
  if (summary.workloads === 0) return [paint.caution(nothingJudged(report)), ...gone];
  if (countOpen(report) === 0) {
    const line = cleanLine(report, overview);
    return [summary.unreadable === 0 ? paint.good(line) : paint.caution(line), ...gone];
  }
  const more = [
    frequencyText(overview),
    checkedText(report, overview),
    acceptedText(report),
    assumptionText(report),
    unreadableText(report),
    hint,
  ];
  return [
    ...wrap(verdictText(report, overview), width).map(paint.bad),
    ...MODES.filter((mode) => overview.byMode[mode].violations > 0).map((mode) => {
      const { violations, workloads } = overview.byMode[mode];
      return `  ${paint[mode](mode.padEnd(7))}  ${count(violations, "violation")} in ${count(workloads, "workload")}`;
    }),
    ...more.filter((text) => text !== "").flatMap((text) => wrap(text, width)),
    ...gone,
  ];
}

/** The number of violations that are not accepted. */
export function countOpen({ summary }: Report): number {
  return summary.violations - summary.accepted;
}

function nothingJudged(report: Report): string {
  const unreadable = report.summary.unreadable === 0 ? "" : `; ${unreadableCount(report)}`;
  return `Nothing to judge: no workload among ${inputsText(report)}${unreadable}`;
}

function cleanLine(report: Report, { workloads, exempt }: Overview): string {
  const levels = askedLevels(report);
  const by = levels.length === 0 ? "" : ` by ${levels.join(", ")}`;
  const parts = [
    `No ${report.accept === null ? "" : "new "}violations: ${workloadsText(report, workloads)} checked${by}`,
    inputsText(report),
    exempt === 0 ? "" : count(exempt, "exempt workload"),
    report.accept === null ? "" : count(report.summary.accepted, "accepted violation"),
    `evaluated as Kubernetes ${report.serverVersion}`,
    assumedNamespaces(report).length === 0 ? "" : `policy assumed: ${assumedPolicyText(report)}`,
    report.summary.unreadable === 0 ? "" : unreadableCount(report),
  ];
  return parts.filter((part) => part !== "").join("; ");
}

function verdictText(report: Report, { workloads, all }: Overview): string {
  const { failing } = report.summary;
  const violations = countOpen(report);
  const noun = report.accept === null ? "violation" : "new violation";
  const levels = askedLevels(report);
  const isOne = all.workloads === 1;
  const violated = levels.length > 0 ? levels.join(", ") : `the policy of ${isOne ? "its" : "their"} namespace`;
  const verb = isOne ? "violates" : "violate";
  const errors = failing === violations ? "" : `, ${failing === 0 ? "no errors" : count(failing, "error")}`;
  return `${all.workloads} of ${count(workloads, "workload")} ${verb} ${violated}: ${count(violations, noun)}${errors}`;
}

function acceptedText({ accept, summary }: Report): string {
  return accept === null ? "" : `Accepted: ${count(summary.accepted, "violation")}`;
}

/** The accepted violations that are gone: a line for each of the first. */
function goneLines({ accept }: Report, width: number): string[] {
  if (accept === null || accept.gone.length === 0) return [];
  const { gone } = accept;
  const title = `Accepted, but gone: ${count(gone.length, "violation")} (--update-accept removes ${gone.length === 1 ? "it" : "them"} from the file)`;
  const others = gone.length - NAMED_GONE;
  const named = [
    ...gone.slice(0, NAMED_GONE).map(escapeText),
    ...(others > 0 ? [`and ${count(others, "more violation")}`] : []),
  ];
  return [
    ...wrap(title, width),
    ...named.flatMap((text) => wrap(text, width - INDENT.length).map((line) => INDENT + line)),
  ];
}

function frequencyText({ checks }: Overview): string {
  const named = checks.slice(0, MOST_FREQUENT).map(([check, violations]) => `${check} ${violations}`);
  const others = checks.length - named.length;
  return `Violations by check: ${named.join(", ")}${others === 0 ? "" : ` and ${count(others, "other check")}`}`;
}

function checkedText(report: Report, { workloads, exempt }: Overview): string {
  const exempted = exempt === 0 ? "" : `, ${count(exempt, "exempt workload")}`;
  return `Checked: ${workloadsText(report, workloads)}${exempted}; ${inputsText(report)}; evaluated as Kubernetes ${report.serverVersion}`;
}

function workloadsText({ kind, summary }: Report, workloads: number): string {
  const pods = kind === "LintReport" ? "" : ` with ${count(summary.pods, "pod")}`;
  return `${count(workloads, "workload")}${pods} in ${count(summary.namespaces, "namespace")}`;
}

/** `14 objects in 9 files` */
export function inputsText({ summary, source }: Report): string {
  const objects = count(summary.objects, "object");
  return source.type === "files" ? `${objects} in ${count(source.files, "file")}` : `${objects} of the cluster`;
}

function assumptionText(report: Report): string {
  const namespaces = assumedNamespaces(report);
  if (namespaces.length === 0) return "";
  const names = namespaces.slice(0, NAMED_NAMESPACES).map(({ name }) => escapeName(name));
  const others = namespaces.length - names.length;
  const all = `${names.join(", ")}${others === 0 ? "" : ` and ${count(others, "other namespace")}`}`;
  return (
    `No labels and no --admission-config set the policy of ${all}: assumed ${assumedPolicyText(report)} ` +
    "(lint their Namespaces, too, or use --level)"
  );
}

/** The namespaces that were judged by a policy that nothing tells. */
function assumedNamespaces(report: Report): readonly NamespaceReport[] {
  if (askedLevels(report).length > 0) return [];
  return report.namespaces.filter(({ assumedPolicy, workloads }) => assumedPolicy && workloads.length > 0);
}

/** `enforce=baseline:latest audit=warn=restricted:latest` */
function assumedPolicyText(report: Report): string {
  const policy = assumedNamespaces(report)[0]?.policy;
  if (policy === undefined) return "";
  const byLevel = Map.groupBy(MODES, (mode) => levelOf(policy[mode]));
  return Array.from(byLevel, ([level, modes]) => `${modes.join("=")}=${level}`).join(" ");
}

/** The parts that are missing from the report; empty if there are none. */
export function unreadableText(report: Report): string {
  return report.summary.unreadable === 0 ? "" : `Incomplete: ${unreadableCount(report)}`;
}

function unreadableCount({ unreadable, summary }: Report): string {
  const lists = unreadable.filter(({ list }) => list !== null).length;
  const documents = summary.unreadable - lists;
  const parts = [
    documents === 0 ? "" : count(documents, "document"),
    lists === 0 ? "" : `${count(lists, "list")} of the cluster`,
  ];
  return `${parts.filter((part) => part !== "").join(" and ")} could not be read`;
}
