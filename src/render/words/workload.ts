import { shownName } from "../../report/workload.ts";
import type { WorkloadReport } from "../../report/report.ts";
import { escapeName, escapeText } from "./escape.ts";
import type { PaintedStyle } from "../terminal/style.ts";
import { hasAccepted, hasOpen } from "../../report/violations.ts";
import { cutEnd, cutStart, widthOf } from "../terminal/width.ts";
import { count } from "../../api/words/plural.ts";

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
  const title = cutEnd(escapedTitleOf(workload), width - INDENT.length, ellipsis);
  const ending = (pods === "" ? "" : `  ${pods}`) + (exempt === null ? "" : `  ${exemptionText(exempt)}`);
  if (source === null) return `${INDENT}${paint.heading(title)}${ending}`;
  const room = width - 2 * INDENT.length - widthOf(title) - widthOf(ending);
  const location = cutStart(`${escapeText(source.file)}:${source.line}`, Math.max(room, SHORTEST_LOCATION), ellipsis);
  return `${INDENT}${paint.heading(title)}  ${paint.faint(location)}${ending}`;
}

/** `Deployment/web`, with unprintable characters escaped. */
export function escapedTitleOf({ kind, name }: WorkloadReport): string {
  return `${escapeText(kind)}/${escapeName(shownName(name))}`;
}

/** The end of the line of a workload without shown violations. */
export function cleanText(workload: WorkloadReport, { paint }: PaintedStyle): string {
  if (hasOpen(workload)) return "";
  if (hasAccepted(workload)) return `  ${paint.faint("violations accepted")}`;
  return workload.exempt === null ? `  ${paint.good("no violations")}` : "";
}

function exemptionText({ by, value }: NonNullable<WorkloadReport["exempt"]>): string {
  return `exempt: ${by === "runtimeClass" ? "runtime class" : by} "${escapeText(value)}"`;
}

/** The API server's sentences about a workload, word for word, with unprintable characters escaped. */
export function sentenceLines({ results }: WorkloadReport, { paint }: PaintedStyle): string[] {
  return results.flatMap(({ sentences }) => sentences.map(({ text }) => paint.faint(`    ${escapeText(text)}`)));
}

/** The pods of a workload in a cluster: `3 pods`, `scaled to zero`; empty for a bare Pod, which is one. */
export function podsText({ kind, pods, replicas, static: isStatic }: WorkloadReport): string {
  if (isStatic) return "static pod: runs whatever is enforced";
  if (kind === "Pod") return "";
  if (pods > 0) return count(pods, "pod");
  return replicas === 0 ? "scaled to zero" : "no pods now";
}
