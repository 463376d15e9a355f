import { goQuote } from "../api/words/go-quote.ts";
import type { Admission, ModeResult } from "./judge.ts";
import type { Mode } from "../api/mode.ts";
import { formatLabelErrors, type LabelError, type PolicyDefaults } from "./labels.ts";
import { AUDIT_VIOLATIONS, statementOf, wouldViolate } from "./sentences.ts";

/** The answer of Pod Security Admission: AdmissionResponse of `admission.k8s.io/v1`. */
export interface AdmissionResponse {
  readonly allowed: boolean;
  /** Why the request is rejected; absent if it is allowed. */
  readonly status?: Status;
  /** The warnings for the client: kubectl prints each behind `Warning: `. */
  readonly warnings: readonly string[];
  /** Annotations of the audit log, where each key has the prefix `pod-security.kubernetes.io/`. */
  readonly auditAnnotations: Readonly<Record<string, string>>;
}

/** The fields of `metav1.Status` that a rejection sets. */
export interface Status {
  readonly code: 400 | 403 | 422 | 500;
  readonly reason: "BadRequest" | "Forbidden" | "Invalid" | "InternalError";
  readonly message: string;
}

/** Pod Security Admission with the defaults of the cluster. */
export interface ConfiguredAdmission extends Admission {
  readonly defaults: PolicyDefaults;
}

/** An answer that allows the request. */
export function allow(
  auditAnnotations: AdmissionResponse["auditAnnotations"] = {},
  warnings: readonly string[] = [],
): AdmissionResponse {
  return { allowed: true, warnings, auditAnnotations };
}

/** An answer that rejects the request. */
export function refuse(status: Status, auditAnnotations: AdmissionResponse["auditAnnotations"]): AdmissionResponse {
  return { allowed: false, status, warnings: [], auditAnnotations };
}

/** The result of a mode that the pod violates. */
export function violated(results: readonly ModeResult[], mode: Mode): ModeResult | undefined {
  return results.find(({ modes, violations }) => modes.includes(mode) && violations.length > 0);
}

/** The warnings for the client: one or none. */
export function warnings(results: readonly ModeResult[]): readonly string[] {
  const warned = violated(results, "warn");
  return warned === undefined ? [] : [wouldViolate(statementOf(warned))];
}

/** The annotations in the audit log of an object that was judged, besides the policy enforced. */
export function auditAnnotations(
  labelErrors: readonly LabelError[],
  results: readonly ModeResult[],
): AdmissionResponse["auditAnnotations"] {
  const annotations: Record<string, string> = {};
  if (labelErrors.length > 0) annotations["error"] = `Failed to parse policy: ${formatLabelErrors(labelErrors)}`;
  const audited = violated(results, "audit");
  if (audited !== undefined) annotations[AUDIT_VIOLATIONS] = wouldViolate(statementOf(audited));
  return annotations;
}

/** `failed to lookup namespace "a"` */
export function failedLookup(namespace: string): string {
  return `failed to lookup namespace ${goQuote(namespace)}`;
}

/** The message of a Status with the reason InternalError. */
export function internalError(fault: string): string {
  return `Internal error occurred: ${fault}`;
}

/** Why the labels of a namespace cannot be looked up, when it does not exist. */
export function lookupFailure(namespace: string): string {
  return namespace === "" ? "resource name may not be empty" : `namespaces ${goQuote(namespace)} not found`;
}
