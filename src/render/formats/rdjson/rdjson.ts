import manifest from "../../../../package.json" with { type: "json" };
import type { Report } from "../../../report/report.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { documentPieces } from "../../words/documents/json-document.ts";
import { filePath } from "../../words/issues/file-path.ts";
import { issuesOf, type Issue, type IssueSeverity } from "../../words/issues/issues.ts";

const SEVERITIES: Readonly<Record<IssueSeverity, string>> = {
  blocker: "ERROR",
  error: "ERROR",
  warning: "WARNING",
  info: "INFO",
};

/** The page of Kubernetes with the requirements of the checks. */
const STANDARDS = "https://kubernetes.io/docs/concepts/security/pod-security-standards/";

/**
 * Renders the report as rdjson, for reviewdog (DiagnosticResult of proto/rdf/reviewdog.proto). It is written issue by issue. A range has lines
 * only: reviewdog counts columns in bytes, and a report does not know them.
 */
export function* renderRdjson(report: Report, _style: PaintedStyle): Generator<string, undefined> {
  yield* documentPieces({ source: { name: manifest.name }, diagnostics: [] }, { diagnostics: diagnostics(report) });
}

function* diagnostics(report: Report): Generator<object, undefined> {
  for (const issue of issuesOf(report)) yield diagnosticOf(issue);
}

function diagnosticOf({ severity, code, isViolation, message, object, place }: Issue): object {
  const location =
    place === null
      ? { path: object }
      : { path: filePath(place.file), range: { start: { line: place.line }, end: { line: place.endLine } } };
  return {
    message: message.toWellFormed(),
    location: { ...location, path: location.path.toWellFormed() },
    severity: SEVERITIES[severity],
    code: { value: code, ...(isViolation && { url: STANDARDS }) },
  };
}
