import type { CheckDeclaration } from "../../../api/checks/check-declaration.ts";
import { STDIN_NAME } from "../../../api/words/quoted.ts";
import { reasonText, violationPhrase } from "../../../api/words/checks/violation-words.ts";
import type { PolicyVerdict } from "../../../report/policies/policy-verdict.ts";
import type {
  DistinctViolation,
  NamespaceReport,
  Note,
  Report,
  Source,
  Unreadable,
  WorkloadReport,
} from "../../../report/report.ts";
import { violationIn, levelOf, openViolations } from "../../../report/violations.ts";
import { partlyAcceptedText } from "../acceptance.ts";
import { escapeName, escapeText, escapeWhole } from "../escape.ts";
import type { Annotation, Severity } from "./annotation.ts";
import type { Mode } from "../../../api/mode.ts";
import { actionsText, policySentence, policyText } from "../policies/policy-text.ts";
import { shareOf } from "../workload/share.ts";
import { forbiddenText } from "../rights/forbidden.ts";
import { isForbidden } from "../../../report/gaps/forbidden.ts";
import { isUnjudged, unreadNamespaceOf } from "../../../report/gaps/missing.ts";
import { escapedTitleOf } from "../workload/workload.ts";

/** The severity of each mode, the strongest first: a refusal, a warning for the author, an entry of the audit log. */
const SEVERITY_OF_MODE: readonly (readonly [Mode, Severity])[] = [
  ["enforce", "error"],
  ["warn", "warning"],
  ["audit", "notice"],
];
const SEVERITY_OF_NOTE: Readonly<Record<Note["severity"], Severity>> = {
  error: "error",
  warning: "warning",
  info: "notice",
};

/**
 * Lists the annotations of a report. Within each severity the most important come first: those that cause exit code 2, then 3, then 1, then
 * violations that do not fail the run, then notes. Accepted violations are left out.
 */
export function* annotationsOf(report: Report, checks: readonly CheckDeclaration[]): Generator<Annotation, undefined> {
  const remediations = new Map(checks.map(({ id, remediation }) => [id, remediation]));
  for (const note of report.notes) if (note.severity === "error") yield ofNote(note);
  yield* ofForbidden(report);
  for (const unreadable of report.unreadable) if (!isForbidden(unreadable)) yield ofUnreadable(unreadable);
  for (const isFailing of [true, false]) {
    for (const verdict of report.policies ?? []) if (verdict.fails === isFailing) yield ofVerdict(verdict);
    for (const namespace of report.namespaces) {
      for (const workload of namespace.workloads) {
        for (const violation of openViolations(workload)) {
          if (violation.fails !== isFailing) continue;
          yield ofViolation(namespace, workload, violation, remediations);
        }
      }
    }
  }
  for (const note of report.notes) if (note.severity !== "error") yield ofNote(note);
}

/** An answer of an admission policy, which is no violation. */
function ofVerdict(verdict: PolicyVerdict): Annotation {
  const { actions, source } = verdict;
  const severity = actions.includes("Deny") ? "error" : actions.includes("Warn") ? "warning" : "notice";
  const title = `${actionsText(verdict)}: ${policyText(verdict)}`;
  return annotate(severity, "admission-policy", escapeText(title), escapeText(policySentence(verdict)), source);
}

function ofNote({ severity, code, message, source }: Note): Annotation {
  return annotate(SEVERITY_OF_NOTE[severity], code, "", escapeText(message), source);
}

/** One annotation for everything that the user may not read. */
function* ofForbidden(report: Report): Generator<Annotation, undefined> {
  const forbidden = forbiddenText(report);
  if (forbidden === null) return;
  const { fault, advice, wayOut } = forbidden;
  const lines = [
    escapeText(fault),
    ...[...advice, ...wayOut].map(({ text, isCommand }) => (isCommand ? escapeWhole(text) : escapeText(text))),
  ];
  yield annotate("error", "forbidden", "forbidden", lines.join("\n"), null);
}

function ofUnreadable(unreadable: Unreadable): Annotation {
  const { message, source, list } = unreadable;
  const isList = list !== null && unreadNamespaceOf(unreadable) === undefined;
  const title = isList
    ? `${list.resource} could not be listed`
    : isUnjudged(unreadable)
      ? "was not judged"
      : "could not be read";
  return annotate("error", "unreadable", title, escapeText(message), source);
}

/** Words an annotation like the API server: the sentence of the strongest mode, and the requirement of the check. */
function ofViolation(
  { name }: NamespaceReport,
  workload: WorkloadReport,
  violation: DistinctViolation,
  remediations: ReadonlyMap<string, string>,
): Annotation {
  const { check, modes } = violation;
  const [mode, severity] = SEVERITY_OF_MODE.find(([one]) => modes.includes(one)) ?? [undefined, "error"];
  const result = workload.results.find(
    (one) => (mode === undefined || one.modes.includes(mode)) && violationIn(one, violation)?.accepted === null,
  );
  const levels = result === undefined ? violation.levels : [levelOf(result)];
  const share = shareOf(workload, violation);
  const lines = [
    escapeText(reasonText(violation) + partlyAcceptedText(violation)),
    `${escapedTitleOf(workload)} in namespace ${escapeName(name)}${share === "" ? "" : ` (${share})`}, check ${check}`,
    remediations.get(check) ?? "",
  ];
  const message = lines.filter((line) => line !== "").join("\n");
  const field = result === undefined ? undefined : violationIn(result, violation)?.fields[0];
  const { source } = workload;
  const isPlaced = source !== null && field !== undefined && field.line > 0;
  const place = isPlaced ? { ...source, line: field.line, column: field.column } : source;
  return annotate(severity, check, violationPhrase(levels, severity === "error"), message, place);
}

function annotate(
  severity: Severity,
  code: string,
  title: string,
  message: string,
  source: (Source & { readonly column?: number }) | null,
): Annotation {
  if (source === null) return { severity, code, title, message, place: null };
  const { file, line, column = 0 } = source;
  // Standard input is not a file of the repository, so an annotation has no place to point to.
  if (file === STDIN_NAME) return { severity, code, title, message: `${STDIN_NAME}:${line}: ${message}`, place: null };
  return { severity, code, title, message, place: { file, line, column } };
}
