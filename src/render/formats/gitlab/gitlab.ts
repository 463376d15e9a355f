import type { Report } from "../../../report/report.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { listPieces } from "../../words/documents/json-document.ts";
import { filePath } from "../../words/issues/file-path.ts";
import { issuesOf, type Issue, type IssueSeverity } from "../../words/issues/issues.ts";
import { hashOf } from "./fingerprint.ts";

const SEVERITIES: Readonly<Record<IssueSeverity, string>> = {
  blocker: "blocker",
  error: "critical",
  warning: "major",
  info: "minor",
};

/** A path for an issue that is about no file. GitLab requires one, and shows it. */
const NO_FILE = "kubectl-pss";

/**
 * Renders the report for GitLab's Code Quality (the fields that docs.gitlab.com/ci/testing/code_quality names). It is written issue by issue.
 * GitLab drops everything after an entry without a description, a fingerprint, a severity or a path, so every entry has them.
 */
export function* renderGitlab(report: Report, _style: PaintedStyle): Generator<string, undefined> {
  yield* listPieces(entries(report));
  yield "\n";
}

function* entries(report: Report): Generator<object, undefined> {
  for (const issue of issuesOf(report)) yield entryOf(issue);
}

function entryOf({ severity, code, isViolation, message, object, place, fingerprint }: Issue): object {
  const path = place === null ? object || NO_FILE : filePath(place.file);
  return {
    description: message.toWellFormed(),
    check_name: code,
    fingerprint: hashOf(fingerprint),
    severity: severity === "info" && !isViolation ? "info" : SEVERITIES[severity],
    location: { path: path.toWellFormed(), lines: { begin: place?.line ?? 1, end: place?.endLine ?? 1 } },
  };
}
