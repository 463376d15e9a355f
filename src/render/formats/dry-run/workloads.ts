import type { NamespaceReport, Report, WorkloadReport } from "../../../report/report.ts";
import type { Columns } from "../../words/workload/violation-columns.ts";
import { groupHeading, groupsOf } from "../../words/dry-run/groups.ts";
import { podsText, sentenceLines, escapedTitleOf, workloadLine } from "../../words/workload/workload.ts";
import { count } from "../../../api/words/plural.ts";
import { paragraph } from "../../words/lines.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { openViolations } from "../../../report/violations.ts";
import { columnWidths, padCell, widthBeside } from "../../terminal/columns.ts";
import { cutEnd } from "../../terminal/width.ts";

/** The largest share of a terminal for the longest name. */
const LARGEST_NAME = 0.45;
/** The most workloads of a group that a terminal shows: of several namespaces, and of a single one. */
const [SOME, MANY] = [5, 20];
const INDENT = "    ";

/**
 * Lists the violating workloads of a namespace of a report.
 *
 * @param columns prints each violation, with the API server's own sentences; undefined for one line per workload
 */
export function* violatingWorkloads(
  namespace: NamespaceReport,
  { failOn, namespaces }: Report,
  columns: Columns | undefined,
  style: PaintedStyle,
): Generator<string, undefined> {
  for (const group of groupsOf(namespace, failOn)) {
    const isBad = group.fresh.includes("enforce") && group.kind !== "static";
    const colour = isBad ? style.paint.bad : style.paint.caution;
    for (const line of paragraph(groupHeading(group), style.width, 2)) yield `${colour(line)}\n`;
    if (columns === undefined) yield* shortLines(group.workloads, namespaces.length > 1 ? SOME : MANY, style);
    else for (const workload of group.workloads) yield `${wholeLines(workload, columns, style).join("\n")}\n`;
  }
}

function* shortLines(
  group: readonly WorkloadReport[],
  most: number,
  { width, paint, ellipsis }: PaintedStyle,
): Generator<string, undefined> {
  // A line "and 1 more" is as long as that workload.
  const isWhole = width === Infinity || group.length === most + 1;
  const shown = isWhole ? group : group.slice(0, most);
  const longest = width === Infinity ? Infinity : Math.floor(width * LARGEST_NAME);
  const rows = shown.map((workload) => ({
    name: { text: cutEnd(escapedTitleOf(workload), longest, ellipsis) },
    // The heading says it of static pods.
    pods: { text: workload.static ? "" : podsText(workload) },
    checks: [...new Set(openViolations(workload).map(({ check }) => check))],
  }));
  const hasPods = rows.some(({ pods }) => pods.text !== "");
  const cells = rows.map(({ name, pods }) => (hasPods ? [name, pods] : [name]));
  const widths = columnWidths(cells);
  const room = Math.max(0, widthBeside(widths, width, INDENT.length));
  for (const [row, { checks }] of rows.entries()) {
    const known = widths.map((column, index) => padCell(cells[row]?.[index]?.text ?? "", column)).join("");
    yield `${INDENT}${known}${paint.faint(fittingChecks(checks, room))}`.trimEnd() + "\n";
  }
  const others = group.length - shown.length;
  if (others > 0) yield `${INDENT}and ${others} more (-o wide shows them)\n`;
}

/** As many checks as fit, each whole, and the number of the others: `hostPorts, privileged, +2`; only the number if none fits. */
function fittingChecks(checks: readonly string[], room: number): string {
  for (let shown = checks.length; shown > 1; shown--) {
    const others = checks.length - shown;
    const text = [...checks.slice(0, shown), ...(others > 0 ? [`+${others}`] : [])].join(", ");
    if (text.length <= room) return text;
  }
  const [first = "", ...others] = checks;
  const rest = others.length > 0 ? `, +${others.length}` : "";
  if ((first + rest).length <= room) return first + rest;
  const number = count(checks.length, "check");
  return number.length <= room ? number : "";
}

function wholeLines(workload: WorkloadReport, columns: Columns, style: PaintedStyle): string[] {
  return [
    workloadLine(workload, style, podsText(workload)),
    ...columns.lines(workload),
    ...sentenceLines(workload, style),
  ];
}
