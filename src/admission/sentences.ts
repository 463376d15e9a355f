/**
 * The sentences of the API server about a pod or a pod template, with exactly its text (EvaluatePod of admission/admission.go,
 * k8s.io/pod-security-admission v0.37.2). Each is made by concatenation, so that it shares the memory of the message.
 */
import { detailedMessage, formatLevelVersion } from "../policy/evaluator.ts";
import { goQuote } from "../api/words/go-quote.ts";
import { violationPhrase } from "../api/words/violation-words.ts";
import type { ModeResult } from "./judge.ts";

/** The annotation of the audit log that has the violations, without its prefix. */
export const AUDIT_VIOLATIONS = "audit-violations";

/** A level at a version, and its message about an object that violates it. */
export interface Statement {
  /** `baseline:latest` */
  readonly levelVersion: string;
  /** As detailedMessage makes it. */
  readonly message: string;
}

/** The statement of a result, which must have a violation. */
export function statementOf(result: ModeResult): Statement {
  return { levelVersion: formatLevelVersion(result), message: detailedMessage(result.violations) };
}

/** `violates PodSecurity "baseline:latest": privileged (…)` */
export function violates({ levelVersion, message }: Statement): string {
  return `${violationPhrase([levelVersion], true)}: ${message}`;
}

/** `would violate PodSecurity "restricted:latest": privileged (…)`: the text of a warning and of the audit annotation. */
export function wouldViolate({ levelVersion, message }: Statement): string {
  return `${violationPhrase([levelVersion], false)}: ${message}`;
}

/**
 * `pods "web" is forbidden: violates PodSecurity …`: the message of a refusal.
 *
 * @param name the name of the Pod; empty where it has none yet
 */
export function podForbidden(name: string, statement: Statement): string {
  return `${name === "" ? "pods" : `pods ${goQuote(name)}`} is forbidden: ${violates(statement)}`;
}

/** `its pods are forbidden: violates PodSecurity …`: a controller is admitted, and each of its pods is refused. */
export function podsForbidden(statement: Statement): string {
  return `its pods are forbidden: ${violates(statement)}`;
}

/** `Warning: would violate PodSecurity …`: a warning as kubectl prints it. */
export function warningLine(statement: Statement): string {
  return `Warning: ${wouldViolate(statement)}`;
}

/** `audit-violations: would violate PodSecurity …`: the annotation, with its name. */
export function auditLine(statement: Statement): string {
  return `${AUDIT_VIOLATIONS}: ${wouldViolate(statement)}`;
}
