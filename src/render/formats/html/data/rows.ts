import { LONGEST_NAME, cutText } from "../../../../api/words/quoted.ts";
import { bigintAsText } from "../../../../api/record.ts";
import { shownName } from "../../../../report/workload.ts";
import type { FieldReport, Report, WorkloadReport } from "../../../../report/report.ts";
import type { ShownViolation } from "../shown.ts";
import type { Strings } from "../../../page/strings.ts";
import type { PatchRow, PatchRows } from "./patch.ts";
import { MODES, type Mode } from "../../../../api/mode.ts";
import { acceptanceText } from "../../../words/acceptance.ts";
import { podsText, sccText } from "../../../words/workload/workload.ts";
import { shareOf } from "../../../words/workload/share.ts";

/** The number of a string. */
type Text = number;

/** A field that violates. `value` is JSON, and empty if the field is not set; line and column are 0 in a cluster. */
export type FieldRow = readonly [path: Text, value: Text, line: number, column: number, isAccepted: 0 | 1];

/**
 * A distinct violation. Modes are bit masks: 1 for enforce, 2 for audit, 4 for warn. `status` is 1 if it is accepted, and 2 if neither a mode nor
 * `--level` asks for it. `acceptance` is the reason for which it does not count, and empty if it counts.
 */
export type ViolationRow = readonly [
  check: number,
  reason: Text,
  detail: Text,
  modes: number,
  newIn: number,
  status: 0 | 1 | 2,
  levels: Text,
  share: Text,
  acceptance: Text,
  fields: readonly FieldRow[],
];

/** A workload of the preceding namespace. `line` is 0 in a cluster; `exempt` is empty if it is not exempt. */
export type WorkloadRow = readonly [
  title: Text,
  pods: Text,
  file: Text,
  line: number,
  exempt: Text,
  violations: readonly ViolationRow[],
  patch?: PatchRow,
];

/** The setting that all rows of a report share. */
export interface RowSetting {
  readonly kind: Report["kind"];
  /** The IDs of checks; a check's position is its number. */
  readonly checks: readonly string[];
  readonly strings: Strings;
  readonly patches: PatchRows;
}

/** Converts a workload, and the violations that the page shows, to a row. */
export function workloadRow(
  workload: WorkloadReport,
  violations: readonly ShownViolation[],
  setting: RowSetting,
): WorkloadRow {
  const { kind, name, source, exempt } = workload;
  const { strings } = setting;
  const patch = exempt === null ? setting.patches.rowOf(workload) : undefined;
  const row = [
    strings.numberOf(`${kind}/${cutText(shownName(name), LONGEST_NAME)}`),
    // A manifest has no running pods.
    strings.numberOf(setting.kind === "LintReport" ? "" : textOfPods(workload)),
    strings.numberOf(source?.file ?? ""),
    source?.line ?? 0,
    strings.numberOf(exempt === null ? "" : exemptText(exempt)),
    violations.map((violation) => violationRow(workload, violation, setting)),
  ] as const;
  return patch === undefined ? row : [...row, patch];
}

function textOfPods(workload: WorkloadReport): string {
  return [podsText(workload), sccText(workload)].filter((text) => text !== "").join("; ");
}

function exemptText({ by, value }: NonNullable<WorkloadReport["exempt"]>): string {
  return `${by === "runtimeClass" ? "runtime class" : by} ${value}`;
}

function violationRow(
  workload: WorkloadReport,
  { violation, isAsked }: ShownViolation,
  { checks, strings }: RowSetting,
): ViolationRow {
  const judged = isAsked ? workload : { ...workload, results: workload.otherResults };
  const { check, reason, detail, modes, newIn, accepted, levels, fields } = violation;
  return [
    checks.indexOf(check),
    strings.numberOf(reason),
    strings.numberOf(detail),
    sumOf(modes),
    sumOf(newIn),
    isAsked ? (accepted === null ? 0 : 1) : 2,
    strings.numberOf(levels.join(", ")),
    strings.numberOf(shareOf(judged, violation)),
    strings.numberOf(accepted === null ? "" : cutText(acceptanceText(accepted))),
    fields.map((field) => fieldRow(field, strings)),
  ];
}

function sumOf(modes: readonly Mode[]): number {
  return MODES.reduce((sum, mode, index) => sum + (modes.includes(mode) ? 2 ** index : 0), 0);
}

function fieldRow({ path, value, line, column, accepted }: FieldReport, strings: Strings): FieldRow {
  return [strings.numberOf(path), strings.numberOf(valueText(value)), line, column, accepted === undefined ? 0 : 1];
}

/** The value of a field in one line. A number that JSON lacks is written as in JavaScript. */
function valueText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return JSON.stringify(value, bigintAsText);
}
