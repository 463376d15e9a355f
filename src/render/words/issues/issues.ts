import type { Mode } from "../../../api/mode.ts";
import { Fingerprints } from "../../../report/fingerprints.ts";
import { isForbidden } from "../../../report/gaps/forbidden.ts";
import type { PolicyVerdict } from "../../../report/policies/policy-verdict.ts";
import type { NamespaceReport, Note, Report, Source } from "../../../report/report.ts";
import { violationsByFields } from "../../../report/violations.ts";
import { titleOf } from "../../../report/workload.ts";
import { policySentence } from "../policies/policy-text.ts";
import { forbiddenWords } from "../rights/forbidden.ts";
import { isInFileOf } from "./in-file.ts";
import { violationSentence } from "./sentence.ts";

/**
 * The severities of issues, the worst first. `blocker` is for what makes a report wrong or incomplete; the others are for violations that the API
 * server rejects, warns about, or writes to its audit log, and for notes of the severities of these names.
 */
export type IssueSeverity = "blocker" | "error" | "warning" | "info";

/** An entry of a list of issues, for a program that shows each beside its line. Its texts are unescaped. */
export interface Issue {
  readonly severity: IssueSeverity;
  /** The check, the code of a note, or `unreadable` or `forbidden`. */
  readonly code: string;
  /** Whether `code` is a check. */
  readonly isViolation: boolean;
  readonly message: string;
  /** The object, where it is in no file: `shop/Deployment/web`; otherwise empty. */
  readonly object: string;
  /** Null if it is about no file. Lines count from 1. */
  readonly place: { readonly file: string; readonly line: number; readonly endLine: number } | null;
  /** Identifies the issue in this report, and in a later one. It does not depend on lines. */
  readonly fingerprint: string;
}

const SEVERITY_OF_MODE: readonly (readonly [Mode, IssueSeverity])[] = [
  ["enforce", "error"],
  ["warn", "warning"],
  ["audit", "info"],
];
const SEVERITY_OF_NOTE: Readonly<Record<Note["severity"], IssueSeverity>> = {
  error: "blocker",
  warning: "warning",
  info: "info",
};

/** The issues of a report: what could not be read, notes, answers of admission policies, and violations that are not accepted, in the order of the report. */
export function* issuesOf(report: Report): Generator<Issue, undefined> {
  yield* inputIssues(report);
  for (const namespace of report.namespaces) yield* violationIssues(namespace, report);
}

function* inputIssues(report: Report): Generator<Issue, undefined> {
  const seen = new Map<string, number>();
  const issue = (severity: IssueSeverity, code: string, message: string, source: Source | null): Issue => {
    const name = `input ${source?.file ?? ""} ${code} ${message}`.toWellFormed();
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const place = source === null ? null : { file: source.file, line: source.line, endLine: source.line };
    const fingerprint = count === 1 ? name : `${name} (${count})`;
    return { severity, code, isViolation: false, message, object: "", place, fingerprint };
  };
  const forbidden = forbiddenWords(report);
  if (forbidden !== "") yield issue("blocker", "forbidden", forbidden, null);
  for (const one of report.unreadable) {
    if (!isForbidden(one)) yield issue("blocker", "unreadable", one.message, one.source);
  }
  for (const { severity, code, message, source } of report.notes) {
    yield issue(SEVERITY_OF_NOTE[severity], code, message, source);
  }
  for (const verdict of report.policies ?? []) {
    yield issue(policySeverity(verdict), "admission-policy", policySentence(verdict), verdict.source);
  }
}

function policySeverity({ actions }: PolicyVerdict): IssueSeverity {
  if (actions.includes("Deny")) return "error";
  return actions.includes("Warn") ? "warning" : "info";
}

function* violationIssues({ name, workloads }: NamespaceReport, report: Report): Generator<Issue, undefined> {
  const fingerprints = new Fingerprints();
  for (const workload of workloads) {
    for (const { violation, results } of violationsByFields(workload, report.failOn)) {
      // Accepted violations count too, so that accepting one does not rename the others.
      const fingerprint = fingerprints.next(workload, violation);
      if (violation.accepted !== null) continue;
      const { check, modes } = violation;
      const { source } = workload;
      const isHere = isInFileOf(workload, results, report);
      const line = isHere ? violation.line : (source?.line ?? 0);
      const endLine = (isHere ? violation.fields[0]?.endLine : undefined) ?? line;
      yield {
        severity: SEVERITY_OF_MODE.find(([mode]) => modes.includes(mode))?.[1] ?? "error",
        code: check,
        isViolation: true,
        message: violationSentence(workload, violation),
        object: source === null ? `${name}/${titleOf(workload)}` : "",
        place: source === null ? null : { file: source.file, line, endLine },
        fingerprint,
      };
    }
  }
}
