/** An audit level of audit.k8s.io/v1. */
export type AuditLevel = "None" | "Metadata" | "Request" | "RequestResponse";

/** A request that a history needs in the log, and what an audit policy does with it. */
export interface CheckedRequest {
  /** `a ReplicaSet's controller creates a pod`. */
  readonly request: string;
  readonly level: AuditLevel;
  /** The number of the rule that decides, from 1; null if no rule matches. */
  readonly rule: number | null;
  /** `partial`: the annotations are logged, and the object is not. */
  readonly state: "enough" | "partial" | "missing";
  /** The effect of what is missing; empty if the policy is enough. */
  readonly effect: string;
}

/** The result of `kubectl pss history --check-audit-policy`. */
export interface AuditPolicyCheck {
  readonly file: string;
  readonly requests: readonly CheckedRequest[];
}
