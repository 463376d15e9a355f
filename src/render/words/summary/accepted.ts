import { count } from "../../../api/words/plural.ts";
import type { Report } from "../../../report/report.ts";
import { acceptedViolations } from "../../../report/violations.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { acceptedTexts } from "../acceptance.ts";
import { escapeName, escapeText } from "../escape.ts";
import { wrap } from "../lines.ts";
import { workloadsOf } from "../overview.ts";
import { violationRows } from "../workload/violation-columns.ts";
import { escapedTitleOf } from "../workload/workload.ts";

const NAMED = 5;
const INDENT = "  ";

/** The accepted violations of a report, also those in part: their number, and the first of them with their reasons; empty if the run accepts none. */
export function acceptanceLines(report: Report, { width, checks }: Pick<PaintedStyle, "width" | "checks">): string[] {
  if (!report.accepts) return [];
  // As in a table, two checks are one violation if one replaces the other.
  const rows = workloadsOf(report).flatMap((workload) =>
    violationRows(workload, report, checks, acceptedViolations(workload)).map(({ violation }) => ({
      place: `${escapedTitleOf(workload)} in ${escapeName(workload.namespace)}`,
      violation,
    })),
  );
  const texts = rows.flatMap(({ place, violation }) =>
    acceptedTexts(violation).map((text) => `${place}: ${escapeText(text)}`),
  );
  const whole = rows.filter(({ violation }) => violation.accepted !== null).length;
  const others = texts.length - NAMED;
  const named = [...texts.slice(0, NAMED), ...(others > 0 ? [`and ${others} more (-o json has all of them)`] : [])];
  return [
    ...wrap(`Accepted: ${numberText(whole, rows.length - whole)}`, width),
    ...named.flatMap((text) => wrap(text, width - INDENT.length).map((line) => INDENT + line)),
  ];
}

/** `2 violations`, `2 violations, and parts of 1 other`, `parts of 1 violation` */
function numberText(whole: number, parts: number): string {
  if (parts === 0) return count(whole, "violation");
  return whole === 0
    ? `parts of ${count(parts, "violation")}`
    : `${count(whole, "violation")}, and parts of ${count(parts, "other")}`;
}
