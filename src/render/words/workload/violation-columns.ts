import { overriddenBy } from "../../../api/checks/overridden-checks.ts";
import type { ReadableCheck } from "../../../api/checks/readable-check.ts";
import { MODES } from "../../../api/mode.ts";
import { changeWords, type PodPlace } from "../../../api/words/checks/change-words.ts";
import { cutText } from "../../../api/words/quoted.ts";
import type { DistinctViolation, Report, WorkloadReport } from "../../../report/report.ts";
import { podPlaceOf } from "../../../report/workload.ts";
import { openViolations } from "../../../report/violations.ts";
import { acceptedParts, partlyAcceptedText } from "../acceptance.ts";
import { breakCommands, escapeStart, escapeText } from "../escape.ts";
import { wrapWords } from "../lines.ts";
import { askedLevels, workloadsOf } from "../overview.ts";
import { shareOf, shareWords } from "./share.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { GAP, padCell } from "../../terminal/columns.ts";
import { largest, widthOf } from "../../terminal/width.ts";

/** The severity of a violation: `note` is for one that nothing asks for. */
export type Severity = "error" | "warning" | "note";

/** The severities, the worst first. */
export const SEVERITIES: readonly Severity[] = ["error", "warning", "note"];

/** A violation with a row of its own. */
export interface ViolationRow {
  readonly severity: Severity;
  /** With the modes and levels of all violations that share the row. */
  readonly violation: DistinctViolation;
  /** The violation that says what fixes all of them. */
  readonly strictest: DistinctViolation;
}

/**
 * The rows of a workload, the most severe first. A violation of a restricted check that replaces a baseline check shares the row of the
 * baseline check, if both are about the same fields.
 *
 * @param report by levels or by modes, which decides on the severity
 * @param violations those to show; by default all that are not accepted
 */
export function violationRows(
  workload: WorkloadReport,
  { byLevel }: Pick<Report, "byLevel">,
  checks: readonly ReadableCheck[],
  violations: readonly DistinctViolation[] = openViolations(workload),
): readonly ViolationRow[] {
  const rows: ViolationRow[] = [];
  for (const violation of violations) {
    const index = rows.findIndex(({ strictest }) => replaces(violation, strictest, checks));
    const known = rows[index];
    if (known === undefined) rows.push({ severity: severityOf(violation, byLevel), violation, strictest: violation });
    else rows[index] = together(known.violation, violation, byLevel);
  }
  return rows.length < 2 ? rows : SEVERITIES.flatMap((severity) => rows.filter((row) => row.severity === severity));
}

/** Errors fail the run, or enforce rejects them. Warnings are those of warn and audit, and of `--level` if nothing fails the run. */
function severityOf({ fails, modes }: DistinctViolation, byLevel: boolean): Severity {
  if (fails || modes.includes("enforce")) return "error";
  return modes.length > 0 || byLevel ? "warning" : "note";
}

/** Whether the check of a violation replaces that of an earlier one, and both are about the same fields. */
function replaces(
  { check, fields }: DistinctViolation,
  earlier: DistinctViolation,
  checks: readonly ReadableCheck[],
): boolean {
  if (earlier.fields.length !== fields.length || !overriddenBy(check, checks).has(earlier.check)) return false;
  return fields.every(({ path }) => earlier.fields.some((field) => field.path === path));
}

function together(first: DistinctViolation, second: DistinctViolation, byLevel: boolean): ViolationRow {
  const violation = {
    ...first,
    fails: first.fails || second.fails,
    modes: MODES.filter((mode) => first.modes.includes(mode) || second.modes.includes(mode)),
    levels: [...new Set([...first.levels, ...second.levels])],
  };
  return { severity: severityOf(violation, byLevel), violation, strictest: second };
}

/** The layout of the rows of a whole report: place, severity, check, and what to set. A cluster has no places. */
export interface Columns {
  /**
   * Formats the rows of a workload: a line each, or several where a terminal is too narrow for the text. Nothing is cut.
   *
   * @param violations those to show; by default all that are not accepted
   */
  lines(workload: WorkloadReport, violations?: readonly DistinctViolation[]): string[];
}

/** The cells of a row before its text. `judgedBy` is empty if the layout has no such column. */
interface Cells {
  readonly place: string;
  readonly severity: Severity;
  readonly judgedBy: string;
  readonly check: string;
}

const INDENT = 4;
const SEVERITY_WIDTH = "warning".length;
/** A longer path moves the rest of its own line, not of all lines. */
const LONGEST_PLACE = 48;
/** The room for the longest field of a pod with its value. With less, each text begins right after its check. */
const USEFUL_TEXT = "spec.securityContext.seccompProfile.type: RuntimeDefault".length;

/**
 * Lays out the rows of a report for the terminal's width.
 *
 * @param isWide whether each row also names its modes. In a pipe each row has the file of its line, too, for grep and editors
 */
export function columnsOf(report: Report, style: PaintedStyle, isWide = false): Columns {
  const { checks, width, paint } = style;
  const levels = askedLevels(report);
  const judgedByOf = levels.length > 1 ? byLevels : isWide && levels.length === 0 ? byModes : () => "";
  const hasFiles = width === Infinity;
  const colours = { error: paint.bad, warning: paint.caution, note: paint.faint };
  const cellsOf = (workload: WorkloadReport, { severity, violation }: ViolationRow): Cells => ({
    place: placeOf(workload, violation, hasFiles),
    severity,
    judgedBy: judgedByOf(violation),
    check: violation.check,
  });
  // Many workloads have the same violation.
  const texts = new Map<string, Map<string, readonly string[]>>();
  const textOf = (workload: WorkloadReport, { strictest }: ViolationRow): readonly string[] => {
    const { check, detail, fields } = strictest;
    const share = report.kind === "LintReport" ? (strictest.template ?? "") : shareOf(workload, strictest);
    const pod = podPlaceOf(workload, workload.results, strictest);
    const place = "noun" in pod ? pod.noun : pod.path.join(".");
    // Custom resources have the fields of a pod in different places.
    const hasPaths = place === "pod template" || detail.includes('""');
    const paths = hasPaths ? fields.map(({ path }) => path).join(" ") : "";
    // Equal details are one string in a report, so that V8 has its hash already.
    const ofDetail = texts.get(detail) ?? new Map<string, readonly string[]>();
    const key = `${place}:${share} ${check} ${acceptedIn(strictest).join(" ")} ${paths}`;
    let words = ofDetail.get(key);
    if (words === undefined) texts.set(detail, ofDetail.set(key, (words = fixWords(strictest, pod, share, checks))));
    return words;
  };

  // The rows are needed twice: for the widths of their columns, and for their lines.
  const known = new Map<WorkloadReport, readonly ViolationRow[]>();
  const widest = { place: 0, judgedBy: 0, check: 0, text: 0 };
  for (const workload of workloadsOf(report)) {
    const rows = violationRows(workload, report, checks);
    known.set(workload, rows);
    for (const row of rows) {
      const { place, judgedBy, check } = cellsOf(workload, row);
      widest.place = Math.max(widest.place, widthOf(place));
      widest.judgedBy = Math.max(widest.judgedBy, judgedBy.length);
      widest.check = Math.max(widest.check, check.length);
      if (width !== Infinity) widest.text = Math.max(widest.text, widthOf(textOf(workload, row).join(" ")));
    }
  }
  const placeWidth = Math.min(widest.place, LONGEST_PLACE);
  const indent = " ".repeat(hasFiles && placeWidth > 0 ? 0 : INDENT);
  const head = ({ place, severity, judgedBy }: Cells): string =>
    indent +
    (placeWidth === 0 ? "" : padCell(place, placeWidth, paint.faint)) +
    padCell(severity, SEVERITY_WIDTH, colours[severity]) +
    (widest.judgedBy === 0 ? "" : padCell(judgedBy, widest.judgedBy, paint.faint));
  const headWidth =
    indent.length +
    [placeWidth, SEVERITY_WIDTH, widest.judgedBy].reduce((sum, cell) => sum + (cell === 0 ? 0 : cell + GAP), 0);
  const room = width - headWidth - widest.check - GAP;
  const isAligned = room >= Math.min(widest.text, USEFUL_TEXT);

  const aligned = headWidth + widest.check + GAP;

  // Below a long head, lines begin further to the left, so that a field still fits.
  const hangingOf = (text: readonly string[]): number => {
    const longest = largest(text.map(widthOf));
    if (isAligned && aligned + longest <= width) return aligned;
    return Math.min(headWidth + GAP, Math.max(INDENT + GAP, width - Math.max(USEFUL_TEXT, longest)));
  };

  const format = (cells: Cells, text: readonly string[]): string[] => {
    const start = head(cells) + padCell(cells.check, isAligned ? widest.check : 0);
    if (width === Infinity) return [start + text.join(" ")];
    // The head may have colours, so it takes part in the wrapping as spaces.
    const used = isAligned ? aligned : headWidth + cells.check.length + GAP;
    const [first = "", ...rest] = wrapWords(text, width, " ".repeat(hangingOf(text)), " ".repeat(used));
    return [start + first.slice(used), ...rest.map((line) => breakCommands(line))];
  };
  return {
    lines(workload, violations) {
      const rows =
        (violations === undefined ? known.get(workload) : undefined) ??
        violationRows(workload, report, checks, violations);
      return rows.flatMap((row) => format(cellsOf(workload, row), textOf(workload, row)));
    },
  };
}

function byLevels({ levels }: DistinctViolation): string {
  // As on the command line, latest is left out.
  return levels.map((level) => level.replace(/:latest$/, "")).join(",");
}

function byModes({ modes }: DistinctViolation): string {
  return modes.join(",");
}

/** `:31` below the name of the file, or `web.yaml:31:`, which editors find; empty in a cluster, and where no line of the file is known. */
function placeOf({ source }: WorkloadReport, { line }: DistinctViolation, hasFile: boolean): string {
  if (source === null || (source.rendered !== undefined && !hasFile)) return "";
  return hasFile ? `${showFile(source.file)}:${line}:` : `:${line}`;
}

/** The last file as it is printed: most rows have the same one as the row before. */
let lastFile = { file: "", shown: "" };

function showFile(file: string): string {
  if (lastFile.file !== file) lastFile = { file, shown: escapeStart(file) };
  return lastFile.shown;
}

/**
 * The words of what to set, and where, without the containers that are accepted; if the check cannot tell, the API server's words.
 *
 * @param share the affected part of the workload; empty if it is all of it
 */
export function fixWords(
  violation: DistinctViolation,
  pod: PodPlace,
  share: string,
  checks: readonly ReadableCheck[],
): readonly string[] {
  const { check, detail, reason } = violation;
  const accepted = acceptedIn(violation);
  const all = checks.find(({ id }) => id === check)?.readDetail(detail)?.changes ?? [];
  const changes = all.filter(({ item }) => item?.list !== "containers" || !accepted.includes(item.name));
  const words =
    changes.length > 0
      ? changeWords(changes, pod, violation.fields)
      : `${detail === "" ? reason : detail}${accepted.length === 0 ? "" : partlyAcceptedText(violation)}`.split(" ");
  const whole = [...(share === "" ? [] : shareWords(share, violation, words)), ...words];
  const text = whole.join(" ");
  // A very long text is cut as a whole.
  return cutText(text) === text ? whole.map(escapeText) : escapeText(text).split(" ");
}

/** The containers of a violation that are accepted. Most runs accept nothing. */
function acceptedIn(violation: DistinctViolation): readonly string[] {
  if (!violation.fields.some(({ accepted }) => accepted !== undefined)) return NO_CONTAINERS;
  return acceptedParts(violation).flatMap(({ container }) => container ?? []);
}

const NO_CONTAINERS: readonly string[] = [];
