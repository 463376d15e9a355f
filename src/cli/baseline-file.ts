/**
 * What `--baseline` and `--update-baseline` do with a report: a file of its own in the bundle, since most runs have no baseline.
 */
import { applyBaseline, baselineOf, countMissing, type Baseline, type Covers } from "../audit/baseline.ts";
import { coverageOfAudit, coverageOfLint } from "../audit/coverage.ts";
import { mergeReports } from "../audit/merge.ts";
import { decodeReport, type EarlierNamespace } from "../audit/report-document.ts";
import type { FailOn, Report, WorkloadReport } from "../audit/report.ts";
import { UserError } from "../api/user-error.ts";
import { renderJson } from "../render/json.ts";
import { count } from "../render/lines.ts";
import { baselineExists, readBaselineFile, type ReportParts } from "../sources/baseline-file.ts";
import { namedInputs } from "../sources/files/named-inputs.ts";
import { say, type OutputStream } from "./io.ts";
import { replaceFile } from "./replace-file.ts";

/** What a run was asked about: the paths of a lint, or the namespaces of an audit. */
export type AskedScope =
  | { readonly type: "files"; readonly paths: readonly string[] }
  | { readonly type: "namespaces"; readonly isAsked: (namespace: string) => boolean };

/** A baseline that has been read, and may be written. */
export interface BaselineFile {
  /**
   * A report in which the violations that the file holds are accepted. With `--update-baseline` the report is written to it first, so that it
   * holds them all; what it held from elsewhere stays in it.
   *
   * @param report what was found; its fields are identified
   * @param scope where: what was not looked at is not gone
   * @param stderr is told how the file changes
   * @throws UserError where it cannot be written
   */
  settle(report: Report, scope: AskedScope, failOn: FailOn, stderr: OutputStream): Report;
}

/**
 * Reads a baseline.
 *
 * @param isUpdated whether it is to be written, and so need not be there
 * @throws UserError where it is no report of a lint or an audit
 */
export function readBaseline(file: string, isUpdated: boolean): BaselineFile {
  if (file === "" || file === "-") {
    throw new UserError(
      "--baseline needs the name of a file",
      "Write the report to one first: -o json > baseline.json",
    );
  }
  const baseline = isUpdated && !baselineExists(file) ? NOTHING : readBaselineFile(file, baselineIn(file));
  if (isUpdated) return updatedFile(file, baseline);
  return { settle: (report, scope, failOn) => applyBaseline(report, baseline, coverageOf(report, scope), failOn) };
}

function coverageOf(report: Report, scope: AskedScope): Covers {
  return scope.type === "files"
    ? coverageOfLint(report, namedInputs(scope.paths))
    : coverageOfAudit(report, scope.isAsked);
}

const NOTHING: Baseline = new Map();

function baselineIn(file: string) {
  return (parts: ReportParts): Baseline => baselineOf(workloadsOf(decodeReport(parts, file)));
}

function* workloadsOf(namespaces: Iterable<EarlierNamespace>): Generator<WorkloadReport, undefined> {
  for (const { workloads } of namespaces) yield* workloads;
}

function updatedFile(file: string, before: Baseline): BaselineFile {
  return {
    settle(report, scope, failOn, stderr) {
      const covers = coverageOf(report, scope);
      // Its second reading is cheaper than to keep all of it from the first one on.
      const merged = baselineExists(file)
        ? readBaselineFile(file, (parts) => mergeReports(report, decodeReport(parts, file), covers, failOn))
        : report;
      const after = baselineOf(merged.namespaces.flatMap(({ workloads }) => workloads));
      replaceFile(file, renderJson(merged));
      const added = `${count(countMissing(after, before), "field")} at fault added`;
      say(stderr, `${file}: ${added}, ${countMissing(before, after)} removed`);
      return applyBaseline(report, after, covers, failOn);
    },
  };
}
