import CliTable from "cli-table3";
import type { NamespaceReport, Report } from "../audit/report.ts";
import { escapeText } from "./escape.ts";
import type { Piece } from "./lines.ts";
import { MODES } from "./modes.ts";
import { levelColour } from "./namespace.ts";
import { askedLevels, overviewOf } from "./overview.ts";
import type { Paint } from "./paint.ts";
import type { PaintedStyle } from "./style.ts";
import { levelOf } from "./violations.ts";

const GAP = 2;
const MOST_FREQUENT = 3;
/** cli-table3 compares each row with all rows before it: thousands of them are a matter of many seconds. */
const ROWS_AT_ONCE = 200;
const ASCII = /^[ -~]*$/;

const BORDERLESS = Object.fromEntries(
  ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
    .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"])
    .map((name) => [name, ""]),
);

/** The namespaces at a glance, one a line, without borders, as kubectl prints a list. */
export function* renderNamespaceGrid(report: Report, style: PaintedStyle): Generator<string, undefined> {
  const isPolicyAsked = askedLevels(report).length === 0;
  const rows = report.namespaces.map((namespace) => rowOf(namespace, isPolicyAsked, style.paint));
  if (style.headers) rows.unshift(headings(isPolicyAsked, style.paint));
  const colWidths = rows.length > ROWS_AT_ONCE ? columnWidths(rows) : [];
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const grid = new CliTable({
      chars: BORDERLESS,
      colWidths,
      truncate: style.ellipsis,
      // Without the first two it is coloured, even in a pipe.
      style: { head: [], border: [], "padding-left": 0, "padding-right": GAP, compact: true },
    });
    for (const row of rows.slice(start, start + ROWS_AT_ONCE)) {
      grid.push(row.map(({ text, colour }) => (colour === undefined ? text : colour(text))));
    }
    for (const line of grid.toString().split("\n")) yield `${line.trimEnd()}\n`;
  }
}

function headings(isPolicyAsked: boolean, { faint }: Paint): Piece[] {
  const policy = isPolicyAsked ? MODES.map((mode) => mode.toUpperCase()) : [];
  const names = ["NAMESPACE", ...policy, "STRICTEST", "WORKLOADS", "VIOLATIONS", "MOST FREQUENT CHECKS"];
  return names.map((text) => ({ text, colour: faint }));
}

function rowOf({ name, policy, strictest, workloads }: NamespaceReport, isPolicyAsked: boolean, paint: Paint): Piece[] {
  const { all, checks } = overviewOf(workloads);
  const frequent = checks.slice(0, MOST_FREQUENT).map(([check, violations]) => `${check} ${violations}`);
  return [
    { text: escapeText(name) },
    ...(isPolicyAsked ? MODES.map((mode) => ({ text: levelOf(policy[mode]) })) : []),
    { text: strictest, colour: levelColour(strictest, paint) },
    { text: String(workloads.length) },
    { text: String(all.violations) },
    { text: frequent.join(", ") },
  ];
}

function columnWidths(rows: readonly Piece[][]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, { text }] of row.entries()) {
      // cli-table3 has its own mind about what is wide, and cuts what it holds too wide: no character has more than two columns.
      const room = GAP + (ASCII.test(text) ? text.length : 2 * text.length);
      widths[column] = Math.max(widths[column] ?? 0, room);
    }
  }
  return widths;
}
