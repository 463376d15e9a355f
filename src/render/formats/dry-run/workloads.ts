import type { NamespaceReport, WorkloadReport } from "../../../report/report.ts";
import type { Columns } from "../../words/violation-columns.ts";
import { isWorse, onlyNew } from "../../words/dry-run/outcome.ts";
import { MODES } from "../../../api/mode.ts";
import { podsText, sentenceLines, escapedTitleOf, workloadLine } from "../../words/workload.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { openViolations } from "../../../report/violations.ts";
import { columnWidths, padCell, widthBeside } from "../../terminal/columns.ts";
import { cutEnd } from "../../terminal/width.ts";

type Group = "next" | "bare" | "static" | "both" | "warn" | "audit";

/**
 * The headings of the groups of workloads, which kubectl does not tell apart; the first words are for one workload, the others for several.
 */
const HEADINGS: Readonly<Record<Group, readonly [one: string, several: string]>> = {
  next: ["workload: its next pods would be refused", "workloads: their next pods would be refused"],
  bare: [
    "bare pod runs on, and is refused only when updated or made again",
    "bare pods run on, and are refused only when updated or made again",
  ],
  static: ["static pod runs on, whatever is enforced", "static pods run on, whatever is enforced"],
  both: [
    "workload newly warns, and is newly recorded in the audit log",
    "workloads newly warn, and are newly recorded in the audit log",
  ],
  warn: ["workload newly warns", "workloads newly warn"],
  audit: ["workload is newly recorded in the audit log", "workloads are newly recorded in the audit log"],
};
/** The number of workloads that a group shows; `-o wide` shows all. */
const LONGEST = 20;
/** The largest share of a terminal for the longest name. */
const LARGEST_NAME = 0.45;
const INDENT = "    ";

/**
 * Lists the workloads of a namespace that newly violate, by consequence.
 *
 * @param columns prints each violation, with the API server's own sentences; undefined for one line per workload
 */
export function* newlyViolating(
  { workloads }: NamespaceReport,
  columns: Columns | undefined,
  style: PaintedStyle,
): Generator<string, undefined> {
  const groups = Map.groupBy(workloads.filter(isWorse).map(onlyNew), groupOf);
  for (const [name, [one, several]] of Object.entries(HEADINGS) as [Group, (typeof HEADINGS)[Group]][]) {
    const group = groups.get(name);
    if (group === undefined) continue;
    const colour = name === "next" || name === "bare" ? style.paint.bad : style.paint.caution;
    const words = `${group.length} ${group.length === 1 ? one : several}`;
    yield `  ${colour(cutEnd(words, style.width - 2, style.ellipsis))}\n`;
    if (columns === undefined) yield* shortLines(group, style);
    else for (const workload of group) yield `${wholeLines(workload, columns, style).join("\n")}\n`;
  }
}

function groupOf(workload: WorkloadReport): Group {
  const modes = newModes(workload);
  if (modes.includes("enforce")) {
    if (workload.static) return "static";
    return workload.kind === "Pod" ? "bare" : "next";
  }
  if (modes.length > 1) return "both";
  return modes.includes("warn") ? "warn" : "audit";
}

function newModes({ results }: WorkloadReport) {
  return MODES.filter((mode) => results.some(({ newIn }) => newIn.includes(mode)));
}

function* shortLines(
  group: readonly WorkloadReport[],
  { width, paint, ellipsis }: PaintedStyle,
): Generator<string, undefined> {
  // A line "and 1 more" is as long as that workload.
  const shown = group.length === LONGEST + 1 ? group : group.slice(0, LONGEST);
  const longest = width === Infinity ? Infinity : Math.floor(width * LARGEST_NAME);
  const rows = shown.map((workload) => ({
    name: cutEnd(escapedTitleOf(workload), longest, ellipsis),
    // Their heading says it.
    pods: workload.static ? "" : podsText(workload),
    checks: [...new Set(openViolations(workload).map(({ check }) => check))].join(", "),
  }));
  const hasPods = rows.some(({ pods }) => pods !== "");
  const cells = rows.map(({ name, pods, checks }) => [
    { text: name },
    ...(hasPods ? [{ text: pods }] : []),
    { text: checks },
  ]);
  const widths = columnWidths(cells).slice(0, -1);
  const room = Math.max(0, widthBeside(widths, width, INDENT.length));
  for (const row of cells) {
    const known = widths.map((column, index) => padCell(row[index]?.text ?? "", column)).join("");
    yield `${INDENT}${known}${paint.faint(cutEnd(row.at(-1)?.text ?? "", room, ellipsis))}\n`;
  }
  const others = group.length - shown.length;
  if (others > 0) yield `${INDENT}and ${others} more (-o wide shows them)\n`;
}

function wholeLines(workload: WorkloadReport, columns: Columns, style: PaintedStyle): string[] {
  return [
    workloadLine(workload, style, podsText(workload)),
    ...columns.lines(workload),
    ...sentenceLines(workload, style),
  ];
}
