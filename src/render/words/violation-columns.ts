import type { DistinctViolation, Report, WorkloadReport } from "../../report/report.ts";
import { escapeStart, escapeText } from "./escape.ts";
import { MODES } from "../../api/mode.ts";
import { askedLevels, workloadsOf } from "./overview.ts";
import type { Colour } from "../terminal/paint.ts";
import { shareOf } from "./share.ts";
import type { PaintedStyle } from "../terminal/style.ts";
import { openViolations } from "../../report/violations.ts";
import { GAP, padCell, widthBeside } from "../terminal/columns.ts";
import { cutEnd, cutStart, widthOf } from "../terminal/width.ts";

/** The layout of the violations of a whole report: `LOCATION  MODES  CHECK  DETAIL`. A cluster has no locations. */
export interface Columns {
  /** The names of the columns. */
  readonly heading: string;
  /** Explains what is shortened to the terminal's width; empty if nothing is. */
  readonly hint: string;
  /** Formats the line of a violation. */
  line(workload: WorkloadReport, violation: DistinctViolation): string;
}

/** The cells of a line. `judgedBy` (modes or levels) is empty if it is the same for all lines. */
interface Row {
  readonly location: string;
  readonly judgedBy: string;
  readonly check: string;
  readonly detail: string;
}

/** The width of the widest cell of each column; `file` is the width of a location without its directories. */
type Widths = Readonly<Record<keyof Row | "file", number>>;

type JudgedBy = (violation: DistinctViolation) => string;

const INDENT = 4;
/** A longer path moves the rest of its own line, not of all lines. */
const LONGEST_LOCATION = 48;
/** The least width of the end of a location: `…/worker.yaml:9`. */
const SHORTEST_LOCATION = 15;
/** With less room than this for details, locations lose their directories, which the workload's line contains. */
const USEFUL_DETAIL = 48;
/** The width of the mark in place of the directories. */
const ELLIPSIS_AND_SLASH = 2;
const DIRECTORIES = /^.*\//s;

/** Lays out the violations of a report within the terminal's width; nothing is cut if that is Infinity. */
export function columnsOf(report: Report, { width, paint, ellipsis }: PaintedStyle): Columns {
  const levels = askedLevels(report);
  const { judgedBy, widths } = chooseWording(report, levels, width);
  const room = flexibleWidth(widths, width);
  const location = locationWidth(widths, room);
  const detail = Math.max(0, room - location);

  /**
   * The rest of a line after its location, by its cells: the same violation of many workloads is formatted once. Its colour depends on
   * `judgedBy`.
   */
  const known = new Map<string, string>();
  const ending = (row: Omit<Row, "location">, colour: Colour | undefined): string => {
    const key = `${row.judgedBy} ${row.check} ${row.detail}`;
    let made = known.get(key);
    if (made === undefined) {
      const judged = widths.judgedBy === 0 ? "" : padCell(row.judgedBy, widths.judgedBy, colour);
      const shown = cutEnd(escapeText(row.detail), detail, ellipsis);
      known.set(key, (made = (judged + padCell(row.check, widths.check) + shown).trimEnd()));
    }
    return made;
  };
  const formatLine = (row: Row, judgedByColour: Colour | undefined, locationColour: Colour): string => {
    const place = width === Infinity ? row.location : shortenLocation(row.location, location, ellipsis);
    const located = widths.location === 0 ? "" : padCell(place, location, locationColour);
    return " ".repeat(INDENT) + located + ending(row, judgedByColour);
  };
  return {
    heading: paint.faint(formatLine(headings(report, levels), undefined, (text) => text)),
    hint: hintOf(judgedBy === byModesInShort, widths.detail > detail),
    line(workload, violation) {
      const [strongest] = violation.modes;
      const colour = strongest === undefined ? undefined : paint[strongest];
      return formatLine(rowOf(report, workload, violation, judgedBy), colour, paint.faint);
    },
  };
}

function hintOf(areModesShort: boolean, isCut: boolean): string {
  const sentences = [
    areModesShort ? "E A W: enforce, audit, warn." : "",
    isCut ? "What is cut to the width of the terminal, -o wide shows in full." : "",
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

function locationWidth({ location, file, detail }: Widths, room: number): number {
  const wanted = Math.min(location, LONGEST_LOCATION);
  if (room - wanted >= Math.min(detail, USEFUL_DETAIL)) return wanted;
  return Math.min(wanted, file, Math.max(SHORTEST_LOCATION, room - USEFUL_DETAIL));
}

/** Shortens a location at its beginning, since files differ at the end of their paths. */
function shortenLocation(location: string, width: number, ellipsis: string): string {
  if (widthOf(location) <= width) return location;
  return cutStart(location.replace(DIRECTORIES, `${ellipsis}/`), width, ellipsis);
}

/** Chooses between full names of modes and letters: full names if they leave enough room for the details. */
function chooseWording(
  report: Report,
  levels: readonly string[],
  width: number,
): { judgedBy: JudgedBy; widths: Widths } {
  if (levels.length === 1) return { judgedBy: () => "", widths: measure(report, levels, () => "", width) };
  const judgedBy: JudgedBy = levels.length > 0 ? byLevels : byModes;
  const widths = measure(report, levels, judgedBy, width);
  const useful = Math.min(widths.file, SHORTEST_LOCATION) + Math.min(widths.detail, USEFUL_DETAIL);
  const isRoomy = flexibleWidth(widths, width) >= useful;
  if (isRoomy || levels.length > 0) return { judgedBy, widths };
  return { judgedBy: byModesInShort, widths: measure(report, levels, byModesInShort, width) };
}

function byLevels({ levels }: DistinctViolation): string {
  // As on the command line, latest is left out.
  return levels.map((level) => level.replace(/:latest$/, "")).join(",");
}

function byModes({ modes }: DistinctViolation): string {
  return modes.join(",");
}

/** `E A W`, `- A W`: as wide as their heading. */
function byModesInShort({ modes }: DistinctViolation): string {
  return MODES.map((mode) => (modes.includes(mode) ? mode.charAt(0).toUpperCase() : "-")).join(" ");
}

function headings({ source }: Report, levels: readonly string[]): Row {
  const location = source.type === "files" ? "LOCATION" : "";
  return { location, judgedBy: levels.length > 0 ? "LEVEL" : "MODES", check: "CHECK", detail: "DETAIL" };
}

/** A file's name as it is printed, and its width with and without directories. */
interface ShownFile {
  readonly file: string;
  readonly shown: string;
  readonly width: number;
  readonly shortWidth: number;
}

/** The last file: most rows have the same one as the row before. */
let lastFile: ShownFile = { file: "", shown: "", width: 0, shortWidth: 0 };

function showFile(file: string): ShownFile {
  if (lastFile.file !== file) {
    const shown = escapeStart(file);
    const width = widthOf(shown);
    const name = shown.replace(DIRECTORIES, "");
    lastFile = { file, shown, width, shortWidth: name === shown ? width : ELLIPSIS_AND_SLASH + widthOf(name) };
  }
  return lastFile;
}

/** The detail of a violation. In a cluster it begins with the affected part of the workload. */
function detailOf({ kind }: Report, workload: WorkloadReport, violation: DistinctViolation): string {
  if (kind === "LintReport") return violation.detail;
  const share = shareOf(workload, violation);
  return share === "" ? violation.detail : `${share}: ${violation.detail}`;
}

function rowOf(report: Report, workload: WorkloadReport, violation: DistinctViolation, judgedBy: JudgedBy): Row {
  const { source } = workload;
  return {
    location: source === null ? "" : `${showFile(source.file).shown}:${violation.line}`,
    judgedBy: judgedBy(violation),
    check: violation.check,
    detail: detailOf(report, workload, violation),
  };
}

/** Measures all cells. Details are not measured if the terminal's width is infinite. */
function measure(report: Report, levels: readonly string[], judgedBy: JudgedBy, terminal: number): Widths {
  const names = headings(report, levels);
  let location = names.location.length;
  let file = location;
  let judged = 0;
  let check = names.check.length;
  let detail = 0;
  for (const workload of workloadsOf(report)) {
    for (const violation of openViolations(workload)) {
      if (workload.source !== null) {
        const { width, shortWidth } = showFile(workload.source.file);
        const lineWidth = `:${violation.line}`.length;
        location = Math.max(location, width + lineWidth);
        file = Math.max(file, shortWidth + lineWidth);
      }
      judged = Math.max(judged, judgedBy(violation).length);
      check = Math.max(check, violation.check.length);
      if (terminal !== Infinity) detail = Math.max(detail, widthOf(escapeText(detailOf(report, workload, violation))));
    }
  }
  const judgedByWidth = judged === 0 ? 0 : Math.max(judged, names.judgedBy.length);
  return { location, file, judgedBy: judgedByWidth, check, detail };
}

/** The width that is left for locations and details. A column of width 0 is left out. */
function flexibleWidth({ location, judgedBy, check }: Widths, width: number): number {
  return widthBeside([...(judgedBy === 0 ? [] : [judgedBy]), check], width, INDENT) - (location === 0 ? 0 : GAP);
}
