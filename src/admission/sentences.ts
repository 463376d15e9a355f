/**
 * The sentences of the API server about a pod or a pod template, with exactly its text (EvaluatePod of admission/admission.go,
 * k8s.io/pod-security-admission v0.37.2). Each is made by concatenation, so that it shares the memory of the message.
 */
import { detailedMessage, formatLevelVersion } from "../policy/evaluator.ts";
import { goQuote } from "../api/words/go-quote.ts";
import { violationPhrase } from "../api/words/checks/violation-words.ts";
import type { ModeResult } from "./judge.ts";
import type { FailedValidation, PolicyAnswer } from "./policy-judge.ts";

/** The annotation of the audit log that has the violations, without its prefix. */
export const AUDIT_VIOLATIONS = "audit-violations";

/** The subject of a sentence about the pods that a controller will make. */
export const FUTURE_PODS = "its pods";

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
  return `${FUTURE_PODS} are forbidden: ${violates(statement)}`;
}

/** `Warning: would violate PodSecurity …`: a warning as kubectl prints it. */
export function warningLine(statement: Statement): string {
  return `Warning: ${wouldViolate(statement)}`;
}

/** `audit-violations: would violate PodSecurity …`: the annotation, with its name. */
export function auditLine(statement: Statement): string {
  return `${AUDIT_VIOLATIONS}: ${wouldViolate(statement)}`;
}

/** The annotation of the audit log that has the failed validations of ValidatingAdmissionPolicies. */
const VALIDATION_FAILURE = "validation.policy.admission.k8s.io/validation_failure";

/** A failed validation, with its policy and binding. */
type PolicyFailure = Pick<PolicyAnswer, "policy" | "binding"> & { readonly failure: FailedValidation };

/**
 * `pods "web" is forbidden: ValidatingAdmissionPolicy 'pss' with binding 'all' denied request: …`: the message of a refusal by a
 * ValidatingAdmissionPolicy (pkg/admission/plugin/policy/validating/dispatcher.go of k8s.io/apiserver v0.37.2).
 *
 * @param object the resource and the name: `pods "web"`; `its pods` for the pods of a controller, with `are` in place of `is`
 */
export function policyDenial(object: string, { policy, binding, failure }: PolicyFailure): string {
  const verb = object === FUTURE_PODS ? "are" : "is";
  const place = `ValidatingAdmissionPolicy '${policy}' with binding '${binding}'`;
  return `${object} ${verb} forbidden: ${place} denied request: ${failure.message}`;
}

/** `Warning: Validation failed for ValidatingAdmissionPolicy 'pss' with binding 'all': …`: a warning as kubectl prints it. */
export function policyWarning({ policy, binding, failure }: PolicyFailure): string {
  return `Warning: Validation failed for ValidatingAdmissionPolicy '${policy}' with binding '${binding}': ${failure.message}`;
}

/**
 * `validation.policy.admission.k8s.io/validation_failure: [{"message":…}]`: the annotation of the audit log, with its name. The list of a request also has
 * the failures of other policies.
 */
export function policyAuditLine({ policy, binding, actions, failures }: PolicyAnswer): string {
  const value = failures.map(({ message, index }) => ({
    message,
    policy,
    binding,
    expressionIndex: index,
    validationActions: actions,
  }));
  return `${VALIDATION_FAILURE}: ${JSON.stringify(value)}`;
}
