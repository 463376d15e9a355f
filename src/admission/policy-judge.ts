import type { Level } from "../api/level.ts";
import type { Pod } from "../api/pod.ts";
import type { PolicyAction } from "../api/policies/policy-action.ts";
import type { Labels } from "./labels.ts";

/** An object, or its future pods, that ValidatingAdmissionPolicies may judge. */
export interface PolicyRequest {
  readonly namespace: string;
  /** The labels of the namespace; undefined if they are not known. */
  readonly labels: Labels | undefined;
  /** The group and kind of the object: `apps/Deployment`, `/Pod`. */
  readonly groupKind: string;
  /** The Pod, or the template of the object. */
  readonly pod: Pod;
  /** The pod that will be made of the template, with the API server's defaults; undefined if none will be, and for a Pod. */
  readonly madePod: Pod | undefined;
}

/** A validation that failed. */
export interface FailedValidation {
  /** Its position in `spec.validations`. */
  readonly index: number;
  /** The message of the policy. */
  readonly message: string;
}

/** The answer of a policy, through one of its bindings, to a request that violates it. */
export interface PolicyAnswer {
  readonly policy: string;
  readonly binding: string;
  readonly actions: readonly PolicyAction[];
  /** Whether the policy judges the object itself, or the pods that will be made of it. */
  readonly subject: "object" | "pods";
  /** At least one. */
  readonly failures: readonly FailedValidation[];
}

/** The answers of all policies to a request. */
export interface PolicyAnswers {
  /** Sorted by policy and binding. */
  readonly answers: readonly PolicyAnswer[];
  /** The bindings that may select the namespace, because its labels are unknown. */
  readonly undecided: readonly string[];
}

/** Why a policy, or a binding, is not evaluated, or only in part. */
export type PolicyGap =
  /** It was not exported by this program. */
  | "foreign"
  /** It was exported, and edited afterwards. */
  | "edited"
  /** It was exported by another version of this program, whose rules differ. */
  | "other-version"
  /** A policy has a field that the API server rejects. */
  | "invalid"
  /** A binding has such a field. */
  | "invalid-binding"
  /** A binding has parameters or selects more than namespaces. */
  | "foreign-binding"
  /** No binding of the policy was read, so it does nothing. */
  | "unbound"
  /** The policy of a binding was not read. */
  | "missing-policy"
  /** It exempts users or groups. The user of a request is not known. */
  | "exempts-users";

/** A policy or a binding with a gap. */
export interface PolicyRemark {
  readonly gap: PolicyGap;
  /** The name of the policy. */
  readonly policy: string;
  /** The name of the binding; absent if the remark is on the policy. */
  readonly binding?: string;
  /** The position of the object among those that were read. */
  readonly at: number;
  /** The invalid field, with the expected and the found type; absent for other gaps. */
  readonly fault?: string;
}

/** A binding by which a policy denies. */
export interface DenyingBinding {
  readonly policy: string;
  readonly binding: string;
  /** The level of the policy; undefined if the policy is not evaluated. */
  readonly level: Level | undefined;
}

/** The ValidatingAdmissionPolicies that were read. */
export interface ReadPolicies {
  /** Sorted by policy and binding. */
  readonly remarks: readonly PolicyRemark[];
  /** Whether any policy is evaluated. */
  readonly areAny: boolean;
  /** Judges an object or a pod. It never fails. */
  judge(request: PolicyRequest): PolicyAnswers;
  /** The bindings that select a namespace with some labels, and by which policies about pods deny. Sorted by policy and binding. */
  denyingBindings(namespace: string, labels: Labels): readonly DenyingBinding[];
}
