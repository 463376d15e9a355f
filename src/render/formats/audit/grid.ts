import type { NamespaceReport, PolicyPart, Report } from "../../../report/report.ts";
import { escapeStartName } from "../../words/escape.ts";
import { columnWidths, GAP, widthBeside } from "../../terminal/columns.ts";
import type { Piece } from "../../words/lines.ts";
import { levelColour, readyText } from "../../words/namespace.ts";
import { frequentChecks, overviewOf, type Overview } from "../../words/overview.ts";
import type { Colour, Paint } from "../../terminal/paint.ts";
import type { GridStyle, PaintedStyle } from "../../terminal/style.ts";
import { cutEnd } from "../../terminal/width.ts";

/** An overview of a cluster's namespaces. */
interface AuditGrid {
  /** One line for each namespace. */
  readonly lines: Iterable<string>;
  /** The columns that the terminal has no room for, as a sentence; empty if it has room for all. */
  readonly hint: string;
}

type Column = (typeof COLUMNS)[number];
type Row = Readonly<Record<Column, Piece>>;

const CHECKS = "MOST FREQUENT CHECKS";
const COLUMNS = ["NAMESPACE", "ENFORCE", "AUDIT", "WARN", "STRICTEST", "REFUSED", "WORKLOADS", "PODS", CHECKS] as const;
/** Sets of columns to leave out of a narrow terminal, in the order in which they are tried; `-o wide` shows all columns. */
const WAYS_TO_FIT: readonly (readonly Column[])[] = [
  [],
  ["AUDIT", "WARN"],
  ["AUDIT", "WARN", "PODS"],
  [CHECKS],
  ["AUDIT", "WARN", CHECKS],
  ["AUDIT", "WARN", "PODS", CHECKS],
];
/** The narrowest useful column of checks. */
const USEFUL_CHECKS = 16;
/** The largest share of a terminal for the name of a namespace. */
const LARGEST_NAME = 0.4;

/**
 * Lays out the overview within the terminal's width: the level in force, the strictest level that is met now, the running workloads that
 * enforce would refuse (a column only if there are any), and the workloads that violate any mode.
 */
export function auditGrid({ namespaces }: Report, style: GridStyle): AuditGrid {
  const { paint, width, headers } = style;
  const rows = namespaces.map((namespace) => rowOf(namespace, style));
  const hasRefused = rows.some(({ REFUSED: { text } }) => text !== "0");
  if (headers && rows.length > 0) rows.unshift(headings(paint));
  const useful = COLUMNS.filter((column) => hasRefused || column !== "REFUSED");
  const widths = widthsOf(rows);
  const { columns, room } = fit(useful, widths, width);
  const left = useful.filter((column) => !columns.includes(column));
  const hasChecks = columns.includes(CHECKS);
  const cells = rows.map((row) =>
    columns.map((column) => (column === CHECKS ? checksCell(row[column], room) : row[column])),
  );
  return {
    lines: style.renderGrid(cells, { ...style, overflow: hasChecks ? "cut" : "show" }),
    hint: hintOf(left, hasChecks && widths[CHECKS] > room),
  };
}

function headings({ faint }: Paint): Row {
  return Object.fromEntries(COLUMNS.map((text) => [text, { text, colour: faint }])) as Row;
}

function hintOf(left: readonly Column[], isCut: boolean): string {
  if (left.length === 0) return isCut ? "-o wide shows the columns in full." : "";
  return `No room for ${left.join(", ")}: -o wide shows ${left.length === 1 ? "it" : "them"}.`;
}

function fit(
  useful: readonly Column[],
  widths: Readonly<Record<Column, number>>,
  width: number,
): { columns: readonly Column[]; room: number } {
  const ways = WAYS_TO_FIT.map((left) => {
    const columns = useful.filter((column) => !left.includes(column));
    const beside = columns.filter((column) => column !== CHECKS).map((column) => widths[column]);
    const room = widthBeside(beside, width);
    return {
      columns,
      room,
      isEnough: room >= (columns.includes(CHECKS) ? Math.min(widths[CHECKS], USEFUL_CHECKS) : -GAP),
    };
  });
  return ways.find(({ isEnough }) => isEnough) ?? ways.at(-1) ?? { columns: useful, room: Infinity };
}

/** One whole word is a better heading than three cut ones. */
function checksCell(piece: Piece, room: number): Piece {
  return piece.text === CHECKS && room < CHECKS.length ? { ...piece, text: "CHECKS" } : piece;
}

function widthsOf(rows: readonly Row[]): Record<Column, number> {
  const widths = columnWidths(rows.map((row) => COLUMNS.map((column) => row[column])));
  return Object.fromEntries(COLUMNS.map((column, index) => [column, widths[index] ?? 0])) as Record<Column, number>;
}

function rowOf(namespace: NamespaceReport, { paint, width, ellipsis }: PaintedStyle): Row {
  const { name, policy, exempt, workloads } = namespace;
  const overview = overviewOf(workloads);
  const refused = overview.byMode.enforce.workloads;
  const pods = workloads.reduce((total, workload) => total + workload.pods, 0);
  const longest = width === Infinity ? Infinity : Math.floor(width * LARGEST_NAME);
  const none: Piece = { text: "-", colour: paint.faint };
  return {
    NAMESPACE: { text: cutEnd(escapeStartName(name), longest, ellipsis), colour: nameColour(overview, paint) },
    // Nothing is judged in an exempt namespace, whatever its labels say.
    ENFORCE: exempt
      ? { text: "exempt", colour: paint.faint }
      : { text: policy === null ? "unknown" : levelText(policy.enforce) },
    AUDIT: exempt || policy === null ? none : { text: levelText(policy.audit) },
    WARN: exempt || policy === null ? none : { text: levelText(policy.warn) },
    STRICTEST: { text: readyText(namespace), colour: levelColour(readyText(namespace), paint) },
    REFUSED: { text: String(refused), ...(refused > 0 && { colour: paint.bad }) },
    WORKLOADS: exempt
      ? { text: String(workloads.length), colour: paint.faint }
      : { text: `${overview.all.workloads}/${workloads.length}` },
    PODS: { text: String(pods) },
    [CHECKS]: { text: frequentChecks(overview) },
  };
}

function nameColour({ all, byMode }: Overview, paint: Paint): Colour {
  if (byMode.enforce.workloads > 0) return paint.bad;
  return all.workloads > 0 ? paint.caution : (text) => text;
}

/** The level, with its version if it is pinned. */
function levelText({ level, version }: PolicyPart): string {
  return version === "latest" ? level : `${level}:${version}`;
}
