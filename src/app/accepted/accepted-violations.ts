/**
 * Applies the violations of an earlier report to a report (`--accept` and `--update-accept`). The bundle has it in a separate file.
 */
import {
  acceptKnown,
  knownViolations,
  countAdded,
  countRemoved,
  type KnownViolations,
  type Covers,
} from "../../accepted/accepted-violations.ts";
import { coverageOfAudit, coverageOfLint } from "../../accepted/coverage.ts";
import { mergeReports } from "../../accepted/merge.ts";
import { decodeReport, type EarlierNamespace } from "../../report/document/read-document.ts";
import type { Report } from "../../report/report.ts";
import type { WorkloadResults } from "../../report/violations.ts";
import { acceptedFileExists, readAcceptedFile, type ReportParts } from "../../sources/accepted-file.ts";
import { namedInputs } from "../../sources/files/named-inputs.ts";
import type { AcceptedRequest, AcceptedViolations, CheckedScope, UpdateAcceptedFile } from "./accepted-request.ts";

/**
 * Reads a file of accepted violations. A file that is updated need not exist.
 *
 * @throws UserError if the file is not the report of a lint or an audit, or cannot be updated
 */
export function readAccepted({ file, update, refuseUnwritable }: AcceptedRequest): AcceptedViolations {
  if (update === undefined) {
    const known = readAcceptedFile(file, knownIn(file));
    return {
      apply: async (report, scope) => acceptKnown(report, known, coverageOf(report, scope)),
    };
  }
  refuseUnwritable?.();
  // A file that is not a report ends the run at once, before the inputs are read and judged.
  if (acceptedFileExists(file)) readAcceptedFile(file, knownIn(file));
  return {
    apply: (report, scope) => updateFile(file, update, report, coverageOf(report, scope)),
  };
}

function coverageOf(report: Report, scope: CheckedScope): Covers {
  if (scope.type === "namespaces") return coverageOfAudit(report, scope.includes);
  const isLinted = lintedFiles(report, scope.paths);
  return coverageOfLint(report, (file) => isLinted(file) && scope.has?.(file) !== false);
}

/** Returns a function that tells whether a lint covers a file: its arguments name it, or it is a template beside a template of this run. */
function lintedFiles({ namespaces }: Report, paths: readonly string[]): (file: string) => boolean {
  const isNamed = namedInputs(paths);
  const files = namespaces.flatMap(({ workloads }) => workloads.flatMap(({ source }) => source ?? []));
  const roots = new Set(files.flatMap(({ file, rendered }) => (rendered === undefined ? [] : templatesAbove(file))));
  return (file) => isNamed(file) || templatesAbove(file).some((root) => roots.has(root));
}

/** The directory of the templates of a chart that a file is in; none for another file. */
function templatesAbove(file: string): readonly string[] {
  const path = file.replaceAll("\\", "/");
  return /^(?:.*?\/)?templates(?=\/)/.exec(path) ?? [];
}

const NOTHING: KnownViolations = new Map();

function knownIn(file: string) {
  return (parts: ReportParts): KnownViolations => knownViolations(workloadsOf(decodeReport(parts, file)));
}

function* workloadsOf(namespaces: Iterable<EarlierNamespace>): Generator<WorkloadResults, undefined> {
  for (const { workloads } of namespaces) yield* workloads;
}

async function updateFile(file: string, update: UpdateAcceptedFile, report: Report, covers: Covers): Promise<Report> {
  let accepted = NOTHING;
  await update(() => {
    const { merged, before, after } = merge(file, report, covers);
    accepted = after;
    return { report: merged, added: countAdded(after, before), removed: countRemoved(before, after) };
  });
  return acceptKnown(report, accepted, covers);
}

/** Merges the report in a file with a new one. It reads the file again, because the file may have changed and is too large to keep in memory. */
function merge(file: string, report: Report, covers: Covers) {
  const exists = acceptedFileExists(file);
  const before = exists ? readAcceptedFile(file, knownIn(file)) : NOTHING;
  const merged = exists
    ? readAcceptedFile(file, (parts) => mergeReports(report, decodeReport(parts, file), covers))
    : report;
  return { merged, before, after: knownViolations(merged.namespaces.flatMap(({ workloads }) => workloads)) };
}
