/**
 * Applies the violations of an earlier report to a report (`--baseline` and `--update-baseline`). It is a file of its own in the bundle.
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
import type { FailOn, Report, WorkloadReport } from "../report/report.ts";
import { baselineExists, readBaselineFile, type ReportParts } from "../sources/baseline-file.ts";
import { namedInputs } from "../sources/files/named-inputs.ts";
import type { AcceptedRequest, AcceptedViolations, CheckedScope, UpdateAcceptedFile } from "./accepted-request.ts";

/**
 * Reads a file of accepted violations. A file that is updated need not exist.
 *
 * @throws UserError where the file is no report of a lint or an audit
 */
export function readAccepted({ file, update }: AcceptedRequest): AcceptedViolations {
  if (update === undefined) {
    const baseline = readBaselineFile(file, baselineIn(file));
    return {
      apply: async (report, scope, failOn) => applyBaseline(report, baseline, coverageOf(report, scope), failOn),
    };
  }
  // A file that is no report ends the run before much is read and judged.
  if (baselineExists(file)) readBaselineFile(file, baselineIn(file));
  return {
    apply: (report, scope, failOn) => updateFile(file, update, report, coverageOf(report, scope), failOn),
  };
}

function coverageOf(report: Report, scope: CheckedScope): Covers {
  return scope.type === "files"
    ? coverageOfLint(report, namedInputs(scope.paths))
    : coverageOfAudit(report, scope.includes);
}

const NOTHING: Baseline = new Map();

function baselineIn(file: string) {
  return (parts: ReportParts): Baseline => baselineOf(workloadsOf(decodeReport(parts, file)));
}

function* workloadsOf(namespaces: Iterable<EarlierNamespace>): Generator<WorkloadReport, undefined> {
  for (const { workloads } of namespaces) yield* workloads;
}

async function updateFile(
  file: string,
  update: UpdateAcceptedFile,
  report: Report,
  covers: Covers,
  failOn: FailOn,
): Promise<Report> {
  let accepted = NOTHING;
  await update(() => {
    const { merged, before, after } = merge(file, report, covers, failOn);
    accepted = after;
    return { report: merged, added: countMissing(after, before), removed: countMissing(before, after) };
  });
  return applyBaseline(report, accepted, covers, failOn);
}

/** Merges the report in a file with a new one. The file is read anew: it may have changed, and is too large to keep. */
function merge(file: string, report: Report, covers: Covers, failOn: FailOn) {
  const exists = baselineExists(file);
  const before = exists ? readBaselineFile(file, baselineIn(file)) : NOTHING;
  const merged = exists
    ? readBaselineFile(file, (parts) => mergeReports(report, decodeReport(parts, file), covers, failOn))
    : report;
  return { merged, before, after: baselineOf(merged.namespaces.flatMap(({ workloads }) => workloads)) };
}
