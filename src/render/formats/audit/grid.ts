import { count } from "../../../api/words/plural.ts";
import type { BlockedLevel, NamespaceReport } from "../../../report/report.ts";
import { columnWidths, GAP, widthBeside } from "../../terminal/columns.ts";
import type { Paint } from "../../terminal/paint.ts";
import { renderFoldedGrid } from "../../terminal/folded-grid.ts";
import type { GridStyle, PaintedStyle } from "../../terminal/style.ts";
import { cutEnd, cutMiddle } from "../../terminal/width.ts";
import { escapeStartName } from "../../words/escape.ts";
import type { Piece } from "../../words/lines.ts";
import { levelColour, modeTexts, policyPartText, readyText } from "../../words/namespace/namespace.ts";

/** The rows of an audit's namespaces. */
interface AuditGrid {
  /** One line for each namespace. */
  readonly lines: Iterable<string>;
  /** The parts that the terminal has no room for, as a sentence; empty if it has room for all. */
  readonly hint: string;
}

const COLUMNS = ["NAMESPACE", "ENFORCE", "AUDIT", "WARN", "READY FOR", "BLOCK BASELINE", "BLOCK RESTRICTED"] as const;

type Column = (typeof COLUMNS)[number];
type Row = Readonly<Record<Column, Cell>>;

/** A cell; `checks` are names that follow the text, as many as there is room for. */
interface Cell extends Piece {
  readonly checks?: readonly string[];
}

const BLOCK_COLUMNS: readonly Column[] = ["BLOCK BASELINE", "BLOCK RESTRICTED"];
/** A narrow terminal has no room for these. */
const LEFT_OUT: ReadonlySet<Column> = new Set(["AUDIT", "WARN"]);
/** The widest cells that are still useful: `12 of 12: hostPathVolumes +2` and `1 of 1: allowPrivilegeEscalation +4`. */
const USEFUL_WIDTHS = [28, 36] as const;
/** The largest share of a terminal for the name of a namespace. */
const LARGEST_NAME = 0.3;
/** A shorter name says nothing, so that a narrower terminal wraps the lines itself. */
const SHORTEST_NAME = 12;

/** A shorter part of the name of a check says nothing. */
const SHORTEST_CHECK = 4;

/** The mark of a cut, and the checks that a cut name must not be mistaken for. */
interface CutMarks {
  readonly ellipsis: string;
  readonly ids: readonly string[];
}

/** Lays out a row for each namespace: its policy, the level that it is ready for, and the workloads and checks that block each level. */
export function auditGrid(namespaces: readonly NamespaceReport[], style: GridStyle): AuditGrid {
  const { width, ellipsis, checks } = style;
  const marks = { ellipsis, ids: checks.map(({ id }) => id) };
  if (style.whole === true) return { lines: wholeRows(namespaces, style), hint: "" };
  const { rows, columns } = layOut(namespaces, style);
  const room = roomForChecks(rows, columns, width);
  let isCut = columns.length < COLUMNS.length;
  const cells = rows.map((row) =>
    columns.map((column) => {
      const cell = row[column];
      const most = room[column] ?? Infinity;
      const text = cell.checks === undefined ? cell.text : fitChecks(cell.text, cell.checks, most, marks);
      isCut ||= text !== wholeText(cell);
      return { text, ...(cell.colour !== undefined && { colour: cell.colour }) };
    }),
  );
  return {
    lines: style.renderGrid(cells, style),
    hint: isCut ? hintOf(COLUMNS.filter((column) => !columns.includes(column))) : "",
  };
}

/** All columns, with all checks. */
function wholeRows(namespaces: readonly NamespaceReport[], style: GridStyle): Iterable<string> {
  const rows = namespaces.map((namespace) => {
    const row = rowOf(namespace, Infinity, style);
    return COLUMNS.map((column) => ({ ...row[column], text: wholeText(row[column]) }));
  });
  return renderFoldedGrid(COLUMNS, rows, style);
}

/** The rows and the columns that fit. Names of namespaces are cut to a share of the width, and further if the headings and the numbers of checks need it. */
function layOut(
  namespaces: readonly NamespaceReport[],
  style: PaintedStyle,
): { rows: Row[]; columns: readonly Column[] } {
  const { width } = style;
  const longest = width === Infinity ? Infinity : Math.max(SHORTEST_NAME, Math.floor(width * LARGEST_NAME));
  const rows = rowsOf(namespaces, longest, style);
  const columns = columnsThatFit(rows, width);
  const missing = -widthBeside(narrowestWidths(rows, columns), width) - GAP;
  if (missing <= 0) return { rows, columns };
  return { rows: rowsOf(namespaces, Math.max(SHORTEST_NAME, longest - missing), style), columns };
}

function rowsOf(namespaces: readonly NamespaceReport[], longest: number, style: PaintedStyle): Row[] {
  const rows = namespaces.map((namespace) => rowOf(namespace, longest, style));
  return style.headers && rows.length > 0 ? [headings(style.paint), ...rows] : rows;
}

/** The widths of the columns if those of checks have room for their headings and the number of checks. */
function narrowestWidths(rows: readonly Row[], columns: readonly Column[]): readonly number[] {
  const others = columns.filter((column) => !BLOCK_COLUMNS.includes(column));
  const counted = BLOCK_COLUMNS.map((column) => neededWidth(rows, column, ({ length }) => count(length, "check")));
  return [
    ...widthsOf(rows, others),
    ...BLOCK_COLUMNS.map((column, index) => Math.max(column.length, counted[index] ?? 0)),
  ];
}

function headings({ faint }: Paint): Row {
  return Object.fromEntries(COLUMNS.map((text) => [text, { text, colour: faint }])) as Row;
}

function hintOf(left: readonly Column[]): string {
  const columns = left.length === 0 ? "all checks" : `${left.join(", ")} and all checks`;
  return `-o wide shows ${columns}; -n NAME shows the fields to change.`;
}

function columnsThatFit(rows: readonly Row[], width: number): readonly Column[] {
  const others = COLUMNS.filter((column) => !BLOCK_COLUMNS.includes(column));
  const room = widthBeside(widthsOf(rows, others), width) - GAP;
  const [baseline = 0, restricted = 0] = widthsOf(rows, BLOCK_COLUMNS);
  const useful = Math.min(baseline, USEFUL_WIDTHS[0]) + Math.min(restricted, USEFUL_WIDTHS[1]);
  return room >= useful ? COLUMNS : COLUMNS.filter((column) => !LEFT_OUT.has(column));
}

/**
 * The widths of the two columns of checks. If both are too wide, baseline gets a half, less if it needs less, and more if a half has no room for the
 * name of the first check.
 */
function roomForChecks(
  rows: readonly Row[],
  columns: readonly Column[],
  width: number,
): Readonly<Partial<Record<Column, number>>> {
  if (width === Infinity || rows.length === 0) return {};
  const others = columns.filter((column) => !BLOCK_COLUMNS.includes(column));
  const room = widthBeside(widthsOf(rows, others), width) - GAP;
  const [baseline = 0, restricted = 0] = widthsOf(rows, BLOCK_COLUMNS);
  const half = Math.max(Math.floor(room / 2), room - restricted);
  const named = neededWidth(rows, "BLOCK BASELINE", firstCheck);
  const beside = room - neededWidth(rows, "BLOCK RESTRICTED", ({ length }) => count(length, "check"));
  const first = Math.max(0, Math.min(baseline, Math.max(half, named), beside));
  return { "BLOCK BASELINE": first, "BLOCK RESTRICTED": Math.max(0, room - first) };
}

function neededWidth(rows: readonly Row[], column: Column, shorten: (checks: readonly string[]) => string): number {
  return rows.reduce(
    (most, { [column]: { text, checks } }) =>
      Math.max(most, (text + (checks === undefined ? "" : shorten(checks))).length),
    0,
  );
}

function firstCheck([first = "", ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} +${others.length}`;
}

function widthsOf(rows: readonly Row[], columns: readonly Column[]): readonly number[] {
  return columnWidths(rows.map((row) => columns.map((column) => ({ text: wholeText(row[column]) }))));
}

function wholeText({ text, checks = [] }: Cell): string {
  return text + checks.join(", ");
}

function rowOf(namespace: NamespaceReport, longest: number, { paint, ellipsis }: PaintedStyle): Row {
  const { name, policy, exempt, rejectedNow } = namespace;
  const ready = readyText(namespace);
  // Nothing is judged in an exempt namespace, whatever its labels say.
  const modes = new Map(modeTexts(policy, policyPartText));
  const modeCell = (mode: "enforce" | "audit" | "warn"): Piece =>
    exempt ? { text: "-", colour: paint.faint } : { text: modes.get(mode) ?? "" };
  return {
    NAMESPACE: {
      text: cutMiddle(escapeStartName(name), longest, ellipsis),
      ...(rejectedNow > 0 && { colour: paint.bad }),
    },
    ENFORCE: modeCell("enforce"),
    AUDIT: modeCell("audit"),
    WARN: modeCell("warn"),
    "READY FOR": { text: ready, colour: levelColour(ready, paint) },
    "BLOCK BASELINE": blocksCell(namespace, "baseline", paint),
    "BLOCK RESTRICTED": blocksCell(namespace, "restricted", paint),
  };
}

/** `2 of 3: privileged, hostPathVolumes`, the most frequent check first. */
function blocksCell({ blocks, workloads }: NamespaceReport, level: BlockedLevel, paint: Paint): Cell {
  const { workloads: blocking, checks } = blocks[level];
  const counted = workloads.filter(({ finished }) => !finished).length;
  if (blocking === 0) return { text: "-", colour: paint.faint };
  return { text: `${blocking} of ${counted}: `, checks: checks.map(({ check }) => check) };
}

/**
 * `2 of 3: privileged, hostPorts +4`: whole names, and the number of the others; `2 of 3: 6 checks` if no name fits. A single name is cut, where no other check
 * begins like it.
 */
function fitChecks(text: string, checks: readonly string[], room: number, { ellipsis, ids }: CutMarks): string {
  for (let shown = checks.length; shown > 0; shown--) {
    const left = checks.length - shown;
    const fitted = text + checks.slice(0, shown).join(", ") + (left === 0 ? "" : ` +${left}`);
    if (fitted.length <= room) return fitted;
  }
  const [first = "", ...others] = checks;
  const kept = first.slice(0, Math.max(0, room - text.length - ellipsis.length));
  const isClear = kept.length >= SHORTEST_CHECK && ids.every((id) => id === first || !id.startsWith(kept));
  if (others.length === 0 && isClear) return text + kept + ellipsis;
  const counted = text + count(checks.length, "check");
  // Part of a number would be wrong.
  return counted.length <= room ? counted : cutEnd(text.replace(/: $/, ""), room, ellipsis);
}
