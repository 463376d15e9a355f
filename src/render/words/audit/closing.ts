import { count } from "../../../api/words/plural.ts";
import type { FailOn, NamespaceReport, Report, WorkloadReport } from "../../../report/report.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { exitCodeText, withoutExitCodes } from "../summary/exit-code.ts";
import { levelOf } from "../../../report/violations.ts";
import { wrap } from "../lines.ts";
import { unknownPolicies } from "../summary/policies.ts";
import { workloadsOf } from "../overview.ts";
import { nothingReadText } from "../rights/nothing-read.ts";
import { acceptanceLines } from "../summary/accepted.ts";
import { unreadableText } from "../summary/summary.ts";

/** The lines below an audit: what fails the run and why, or why nothing does. None if nothing could be read. */
export function closingLines(report: Report, hint: string, style: PaintedStyle): string[] {
  if (nothingReadText(report) !== "") return [];
  const { width, paint, hasExitCode = true } = style;
  const { summary, only, namespaces } = report;
  const certain = (texts: readonly string[]) => (hasExitCode ? texts : withoutExitCodes(texts));
  const texts = [
    only === null ? "" : `${namespaces.length} of ${count(summary.namespaces, "namespace")} listed (--only ${only})`,
    hint,
    verdictText(report),
    notEnforcedText(report),
    unknownText(report),
  ];
  return [
    ...certain(texts)
      .filter((text) => text !== "")
      .flatMap((text) => wrap(text, width)),
    ...acceptanceLines(report, style),
    ...certain([unreadableText(report)])
      .flatMap((text) => wrap(text, width))
      .filter((line) => line !== "")
      .map(paint.caution),
  ];
}

/** The policies whose violations fail the run, by `--fail-on`. */
const FAILING: Readonly<Record<FailOn, string>> = {
  enforce: "what is enforced",
  audit: "the audit policies",
  warn: "the warn policies",
  any: "the policies in force",
  none: "",
};

function verdictText(report: Report): string {
  const { summary, source } = report;
  const { failing, workloads } = summary;
  if (workloads === 0) {
    const place = source.type === "files" ? count(source.files, "file") : "the cluster";
    return `No workload among ${count(summary.objects, "object")} of ${place}.`;
  }
  if (failing === 0) return reportedText(report) || cleanText(report);
  // The summary counts all namespaces, and --only lists some of them.
  if (report.only !== null)
    return `${count(failing, "violation")} of ${askedText(report)} in all namespaces${exitText(report, 1)}.`;
  const failed = workloadsOf(report).filter(({ violations }) => violations.some(({ fails }) => fails)).length;
  const verb = failed === 1 ? "violates" : "violate";
  return `${count(failed, "workload")} ${verb} ${askedText(report)}: ${count(failing, "violation")}${exitText(report, 1)}.`;
}

/** A rejection that the API server reports, and that no known policy explains, is no violation, and no success either. */
function reportedText(report: Report): string {
  const texts = report.namespaces.flatMap(({ policy, workloads }) =>
    workloads.filter(isOnlyReported).map(({ rejection }) => {
      const isKnown = policy !== null && rejection?.message.includes(`"${levelOf(policy.enforce)}"`) === true;
      return isKnown ? CHANGED_PODS : STRICTER_DEFAULTS;
    }),
  );
  return [...Map.groupBy(texts, (text) => text)]
    .map(([text, { length }]) => `The API server reports ${count(length, "workload")} that it rejects, ${text}.`)
    .join(" ");
}

/** Why the API server rejects the pods of a template that meets the known policy. */
const CHANGED_PODS =
  "although their templates meet the policy: something changes their pods, such as a webhook that adds a container";
const STRICTER_DEFAULTS = "although no known policy does: its defaults may be stricter (--admission-config)";

function isOnlyReported({ rejection, results }: WorkloadReport): boolean {
  return rejection !== null && !results.some(({ modes, allowed }) => modes.includes("enforce") && !allowed);
}

/** Says that nothing fails, unless notEnforcedText gives the reason for it, or a policy is unknown. */
function cleanText(report: Report): string {
  const { failOn, namespaces } = report;
  const { levels } = report;
  if (levels.length > 0 && namespaces.some(({ policy }) => policy === null)) {
    return `No workload violates ${levels.join(" or ")} (--level)${exitText(report, 0)}.`;
  }
  if (namespaces.some(({ policy }) => policy === null)) return "";
  if (failOn === "none" || notEnforcedText(report) !== "" || unknownText(report) !== "") return "";
  if (report.accepts) return `No new violations of ${askedText(report)}${exitText(report, 0)}.`;
  return `No workload violates ${askedText(report)}${exitText(report, 0)}.`;
}

/** The exit code, if no input and no note makes it another one. */
function exitText({ notes, summary }: Report, code: number): string {
  const isClean = summary.unreadable === 0 && notes.every(({ severity }) => severity !== "error");
  return isClean ? exitCodeText(code) : "";
}

function askedText(report: Report): string {
  const levels = report.levels.map((level) => `${level} (--level)`);
  return [...levels, FAILING[report.failOn]].filter((text) => text !== "").join(" or ");
}

/** Silence is no success: nothing can fail where nothing is enforced. */
function notEnforcedText(report: Report): string {
  const { namespaces, summary, failOn } = report;
  const open = namespaces.filter(isNotEnforced);
  const blocked = open.length;
  if (blocked === 0 || summary.failing > 0 || failOn !== "enforce" || report.levels.length > 0) return "";
  const blocksBaseline = open.some(({ blocks }) => blocks.baseline.workloads > 0);
  return (
    `Nothing is enforced in ${count(blocked, "namespace")} with workloads that block ${blocksBaseline ? "baseline or " : ""}restricted, so nothing fails there` +
    `${exitText(report, 0)}; ` +
    `--level ${blocksBaseline ? "baseline" : "restricted"} fails on what blocks it.`
  );
}

/** Nothing can fail by a policy that is unknown. */
function unknownText(report: Report): string {
  const { source, summary } = report;
  const unknown = unknownPolicies(report);
  if (unknown === 0 || summary.failing > 0) return "";
  // The error about a cluster says how to get the right to read the labels.
  const advice = source.type === "files" ? "; add the Namespaces to the dump: kubectl get ns -o yaml" : "";
  return `The policy of ${count(unknown, "namespace")} is unknown, so nothing fails there${advice}.`;
}

function isNotEnforced({ policy, exempt, blocks }: NamespaceReport): boolean {
  if (exempt || policy === null || policy.enforce.level !== "privileged") return false;
  return blocks.baseline.workloads + blocks.restricted.workloads > 0;
}
