/**
 * What `--baseline` and `--update-baseline` do with a report: a file of its own in the bundle, since most runs have no baseline.
 */
import {
  applyBaseline,
  baselineOf,
  countMissing,
  type Baseline,
  type Covers,
} from "../accepted/accepted-violations.ts";
import { coverageOfAudit, coverageOfLint } from "../accepted/coverage.ts";
import { mergeReports } from "../accepted/merge.ts";
import { decodeReport, type EarlierNamespace } from "../report/read-document.ts";
import type { Report } from "../report/report.ts";
import type { WorkloadResults } from "../report/violations.ts";
import { UserError } from "../api/user-error.ts";
import { renderJson } from "../render/formats/json/json.ts";
import { count } from "../render/words/lines.ts";
import { baselineExists, readBaselineFile, type ReportParts } from "../sources/baseline-file.ts";
import { namedInputs } from "../sources/files/named-inputs.ts";
import { changeFile, refuseUnwritable, whileLocked } from "../cli/files/change-file.ts";
import { say, type OutputStream } from "../cli/terminal/io.ts";

/** What a run was asked about: the paths of a lint, or the namespaces of an audit. */
export type AskedScope =
  | { readonly type: "files"; readonly paths: readonly string[] }
  | { readonly type: "namespaces"; readonly isAsked: (namespace: string) => boolean };

/** A baseline that has been read, and may be written. */
export interface BaselineFile {
  /**
   * A report in which the violations that the file holds are accepted. With `--update-baseline` the report is written to it first, so that it
   * holds them all; what it holds from elsewhere stays in it, whichever run has put it there meanwhile.
   *
   * @param report what was found; its fields are identified
   * @param scope where: what was not looked at is not gone
   * @param stderr is told how the file changes
   * @throws UserError where it cannot be written
   */
  settle(report: Report, scope: AskedScope, stderr: OutputStream): Promise<Report>;
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
  if (isUpdated) {
    refuseUnwritable(file);
    // A file that is no report ends the run before much is read and judged.
    if (baselineExists(file)) readBaselineFile(file, baselineIn(file));
    return updatedFile(file);
  }
  const baseline = readBaselineFile(file, baselineIn(file));
  return {
    settle: async (report, scope) => applyBaseline(report, baseline, coverageOf(report, scope)),
  };
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

function* workloadsOf(namespaces: Iterable<EarlierNamespace>): Generator<WorkloadResults, undefined> {
  for (const { workloads } of namespaces) yield* workloads;
}

function updatedFile(file: string): BaselineFile {
  return {
    async settle(report, scope, stderr) {
      const covers = coverageOf(report, scope);
      const tell = (line: string): void => say(stderr, line);
      // Another run may update it as well, and neither must lose what the other adds.
      const { before, after } = await whileLocked(file, () => update(file, report, covers), { onWait: tell });
      const added = `${count(countMissing(after, before), "field")} at fault added`;
      tell(`${file}: ${added}, ${countMissing(before, after)} removed`);
      return applyBaseline(report, after, covers);
    },
  };
}

/** Writes what a file holds together with a report. It is read anew: it may have changed, and is too large to be kept. */
async function update(
  file: string,
  report: Report,
  covers: Covers,
): Promise<{ readonly before: Baseline; readonly after: Baseline }> {
  const exists = baselineExists(file);
  const before = exists ? readBaselineFile(file, baselineIn(file)) : NOTHING;
  const merged = exists
    ? readBaselineFile(file, (parts) => mergeReports(report, decodeReport(parts, file), covers))
    : report;
  const after = baselineOf(merged.namespaces.flatMap(({ workloads }) => workloads));
  await changeFile(file, { type: "replace", pieces: renderJson(merged) });
  return { before, after };
}
