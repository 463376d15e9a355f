import { count } from "../../../api/words/plural.ts";
import type { Report } from "../../../report/report.ts";
import { acceptedViolations } from "../../../report/violations.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { acceptanceText } from "../acceptance.ts";
import { escapeName, escapeText } from "../escape.ts";
import { wrap } from "../lines.ts";
import { workloadsOf } from "../overview.ts";
import { violationRows } from "../workload/violation-columns.ts";
import { escapedTitleOf } from "../workload/workload.ts";

const NAMED = 5;
const INDENT = "  ";

/** The accepted violations of a report: their number, and the first of them with their reasons; empty if the run accepts none. */
export function acceptanceLines(report: Report, { width, checks }: Pick<PaintedStyle, "width" | "checks">): string[] {
  if (!report.accepts) return [];
  // As in a table, two checks are one violation if one replaces the other.
  const texts = workloadsOf(report).flatMap((workload) =>
    violationRows(workload, report, checks, acceptedViolations(workload)).flatMap(
      ({ violation: { check, accepted } }) => {
        if (accepted === null) return [];
        const place = `${escapedTitleOf(workload)} in ${escapeName(workload.namespace)}`;
        return `${place}: ${check}: ${escapeText(acceptanceText(accepted))}`;
      },
    ),
  );
  const others = texts.length - NAMED;
  const named = [
    ...texts.slice(0, NAMED),
    ...(others > 0 ? [`and ${count(others, "more violation")} (-o json has all of them)`] : []),
  ];
  return [
    ...wrap(`Accepted: ${count(texts.length, "violation")}`, width),
    ...named.flatMap((text) => wrap(text, width - INDENT.length).map((line) => INDENT + line)),
  ];
}
