import type { Result, WorkloadReport } from "../../report/report.ts";
import { escapeName, escapeText } from "./escape.ts";
import type { PaintedStyle } from "../terminal/style.ts";
import { hasAccepted, isOpen, levelOf } from "./violations.ts";
import { cutEnd, cutStart, widthOf } from "../terminal/width.ts";

const INDENT = "  ";
const SHORTEST_LOCATION = 12;

/**
 * `Deployment/web  deploy.yaml:14`, and the reason for an exemption.
 *
 * @param pods the text about its pods; empty for manifests, which have none
 */
export function workloadLine(
  workload: WorkloadReport,
  { width, paint, ellipsis }: PaintedStyle,
  pods: string = "",
): string {
  const { source, exempt } = workload;
  const title = cutEnd(titleOf(workload), width - INDENT.length, ellipsis);
  const ending = (pods === "" ? "" : `  ${pods}`) + (exempt === null ? "" : `  ${exemptionText(exempt)}`);
  if (source === null) return `${INDENT}${paint.heading(title)}${ending}`;
  const room = width - 2 * INDENT.length - widthOf(title) - widthOf(ending);
  const location = cutStart(`${escapeText(source.file)}:${source.line}`, Math.max(room, SHORTEST_LOCATION), ellipsis);
  return `${INDENT}${paint.heading(title)}  ${paint.faint(location)}${ending}`;
}

/** `Deployment/web` */
export function titleOf({ kind, name }: WorkloadReport): string {
  return `${escapeText(kind)}/${name === "" ? "<unknown>" : escapeName(name)}`;
}

/** The end of the line of a workload without shown violations. */
export function cleanText({ exempt, results }: WorkloadReport, { paint }: PaintedStyle): string {
  if (results.some(isOpen)) return "";
  if (results.some(hasAccepted)) return `  ${paint.faint("violations accepted")}`;
  return exempt === null ? `  ${paint.good("no violations")}` : "";
}

function exemptionText({ by, value }: NonNullable<WorkloadReport["exempt"]>): string {
  return `exempt: ${by === "runtimeClass" ? "runtime class" : by} "${escapeText(value)}"`;
}

/**
 * The API server's sentences about a workload, word for word, with unprintable characters escaped. A refused request gets no warning as
 * well. A controller is never refused: the sentences about its pods say so. A sentence about a template and its pods is printed once, and
 * results that a baseline accepts have none.
 */
export function serverSentences({ results }: WorkloadReport): string[] {
  const refused = results.some((result) => isRefused(result) && result.subject === "pods");
  const template = new Set(results.filter(({ subject }) => subject === "template").map(verdictOf));
  return results
    .filter(isOpen)
    .filter((result) => result.subject === "template" || !template.has(verdictOf(result)))
    .flatMap((result) => sentencesOf(result, refused && result.subject === "pods"));
}

function verdictOf(result: Result): string {
  return `PodSecurity "${levelOf(result)}": ${result.message}`;
}

function sentencesOf(result: Result, refused: boolean): string[] {
  const verdict = escapeText(verdictOf(result));
  if (result.modes.length === 0) return [`violates ${verdict}`];
  const sentences: string[] = [];
  if (isRefused(result)) sentences.push(`${refusedSubject(result)} forbidden: violates ${verdict}`);
  if (result.modes.includes("audit")) sentences.push(`audit-violations: would violate ${verdict}`);
  if (result.modes.includes("warn") && !refused) sentences.push(`Warning: would violate ${verdict}`);
  return sentences;
}

function isRefused({ allowed, modes }: Result): boolean {
  return !allowed && modes.includes("enforce");
}

function refusedSubject({ subject, pod }: Result): string {
  if (subject === "template") return "its pods are";
  return pod === null || pod === "" ? "pods is" : `pods "${escapeName(pod)}" is`;
}
