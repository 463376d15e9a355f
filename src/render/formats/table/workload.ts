import { shownName } from "../../../report/names.ts";
import type { WorkloadReport } from "../../../report/report.ts";
import { escapeName, escapeText } from "../../words/escape.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { hasAccepted, hasOpen } from "../../words/violations.ts";
import { cutEnd, cutStart, widthOf } from "../../terminal/width.ts";

const INDENT = "  ";
const SHORTEST_LOCATION = 12;

/**
 * `Deployment/web  deploy.yaml:14`, and why it is exempt where it is.
 *
 * @param pods what there is to say of its pods; empty for manifests, which have none
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
  return `${escapeText(kind)}/${escapeName(shownName(name))}`;
}

/** The words behind the name of a workload that has no violations to show below it. */
export function cleanText(workload: WorkloadReport, { paint }: PaintedStyle): string {
  if (hasOpen(workload)) return "";
  if (hasAccepted(workload)) return `  ${paint.faint("violations accepted")}`;
  return workload.exempt === null ? `  ${paint.good("no violations")}` : "";
}

function exemptionText({ by, value }: NonNullable<WorkloadReport["exempt"]>): string {
  return `exempt: ${by === "runtimeClass" ? "runtime class" : by} "${escapeText(value)}"`;
}

/** The API server's sentences about a workload, word for word, but for characters that a terminal must not get. */
export function sentenceLines({ results }: WorkloadReport, { paint }: PaintedStyle): string[] {
  return results.flatMap(({ sentences }) => sentences.map(({ text }) => paint.faint(`    ${escapeText(text)}`)));
}
