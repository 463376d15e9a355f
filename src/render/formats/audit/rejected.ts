import { count } from "../../../api/words/plural.ts";
import type { NamespaceReport } from "../../../report/report.ts";
import { policyPartText } from "../../words/namespace/namespace.ts";
import { rejectedText, rejectedWorkloads, type RejectedWorkload } from "../../words/audit/rejected-now.ts";
import { columnWidths, GAP, widthBeside } from "../../terminal/columns.ts";
import type { GridStyle } from "../../terminal/style.ts";
import { isWhole } from "../../terminal/whole.ts";
import { escapeStartName } from "../../words/escape.ts";
import { flow, paragraph, wrap, type Piece } from "../../words/lines.ts";
import { escapedTitleOf } from "../../words/workload/workload.ts";

/** The most rows on a terminal. */
const MOST = 10;
const INDENT = 2;

/** Lists the workloads whose next pod is rejected: an outage that waits for their next restart. Empty if there are none. */
export function* rejectedNow(namespaces: readonly NamespaceReport[], style: GridStyle): Generator<string, undefined> {
  const { paint, width } = style;
  const rejected = rejectedWorkloads(namespaces);
  if (rejected.length === 0) return;
  yield* wrap(`REJECTED NOW: ${rejectedText(rejected)}`, width).map((line) => `${paint.bad(line)}\n`);
  const shown = isWhole(style) ? rejected : rejected.slice(0, MOST);
  const rows = shown.map(rowOf);
  if (hasRoom(rows, width)) yield* style.renderGrid(rows, { ...style, indent: INDENT, overflow: "wrap" });
  else for (const row of rows) yield* stacked(row, width).map((line) => `${line}\n`);
  const left = rejected.length - shown.length;
  if (left > 0) yield `  and ${count(left, "more workload")}: -o wide lists all\n`;
}

/** Whether the columns before the checks fit. If not, each row has lines of its own, since its names must stay whole. */
function hasRoom(rows: readonly Piece[][], width: number): boolean {
  const others = columnWidths(rows.map((row) => row.slice(0, -1)));
  return widthBeside(others, width, INDENT) + GAP >= 0;
}

/** The names of a row, as many on a line as fit, and the checks below them. */
function stacked(row: readonly Piece[], width: number): string[] {
  const names = flow(row.slice(0, -1), width - INDENT).map((line) => " ".repeat(INDENT) + line);
  return [...names, ...paragraph(row.at(-1)?.text ?? "", width, INDENT + 4)];
}

function rowOf({ namespace: { name, policy }, workload, checks, isAccepted }: RejectedWorkload): Piece[] {
  return [
    { text: escapeStartName(name) },
    { text: escapedTitleOf(workload) },
    { text: policy === null ? "" : `enforce=${policyPartText(policy.enforce)}` },
    {
      text:
        checks.length === 0
          ? "as the API server reports: -n shows its message"
          : checks.join(", ") + (isAccepted ? " (accepted)" : ""),
    },
  ];
}
