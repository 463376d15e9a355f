import type { EarlierRuleDeclaration, RevisionDeclaration } from "../api/checks/check-declaration.ts";
import type { ReadableCheck } from "../api/checks/readable-check.ts";
import type { FixDeclaration, FixEvidence, FixKind, FixRisk } from "../api/checks/fix-declaration.ts";
import type { PodView } from "./pod-view.ts";
import type { FieldPath } from "../api/field-path.ts";
import type { Pod } from "../api/pod.ts";

/**
 * A field that violates a check: its path, or the path at which it has to be set, and its value; `null` if it is not
 * set.
 */
export interface FaultyField {
  readonly path: FieldPath;
  readonly value: unknown;
}

/** Why a check forbids a pod: the API server's words, and the violating fields in the order of the visit. */
export interface Forbidden {
  /** Upstream's ForbiddenReason: short, and not unique to one check. */
  readonly reason: string;
  /** Upstream's ForbiddenDetail, which a message shows in parentheses after `reason`. */
  readonly detail: string;
  /** The violating fields, at least one. Upstream has no such list; it is for people, editors and SARIF. */
  readonly fields: readonly FaultyField[];
}

/** The rule of one revision of a check: why it forbids a pod, or undefined if it allows it. */
export type CheckPod = (pod: PodView) => Forbidden | undefined;

/** A revision of a check with its rule. */
export interface Revision extends RevisionDeclaration {
  readonly check: CheckPod;
  /** The rules of older releases at the same policy version, oldest first; absent if they do not differ in verdict or text. */
  readonly earlier?: readonly EarlierRule[];
}

/** The rule of a revision as older API servers evaluate it. */
export interface EarlierRule extends EarlierRuleDeclaration {
  readonly check: CheckPod;
}

/** A change of a pod that fixes a violation, or a part of one. */
export interface PlannedChange {
  /** The path in the pod. */
  readonly path: FieldPath;
  /** The new value; undefined to remove the field. */
  readonly value: unknown;
  readonly kind: Exclude<FixKind, "decide">;
  readonly risk: FixRisk;
  readonly evidence: FixEvidence;
}

/** A violating field without an edit, and the reason. */
export interface Undecided {
  readonly path: FieldPath;
  readonly reason: string;
}

/** The changes that fix a violation, and the fields that need a person. */
export interface FixPlan {
  readonly changes: readonly PlannedChange[];
  readonly undecided: readonly Undecided[];
}

/** The fix of a check: its declaration, and the changes for a violation. */
export interface CheckFix extends FixDeclaration {
  /**
   * Plans the changes of a pod that violates the check.
   *
   * @param violation the result of the check
   */
  plan(pod: PodView, violation: Forbidden): FixPlan;
}

/** A reason in the message of an admission policy, in two forms that say the same. */
export interface PolicyReason {
  /** A CEL expression, with the variables of src/policy/fields/cel.ts. */
  readonly cel: string;
  /** The text about a pod. */
  readonly of: (pod: Pod) => string;
}

/**
 * A check of the Pod Security Standards. The evaluator, the documents and the reports all read this one declaration.
 */
export interface Check extends ReadableCheck {
  /** Every reason that a revision gives: the API server's short name of the violation, which several checks may share. */
  readonly reasons: readonly string[];
  /** The reason in the message of an admission policy, if it says more than the first of `reasons`. */
  readonly policyReason?: PolicyReason;
  /** The example for one of the restricted fields, if `example` does not show all of them. */
  readonly exampleOf?: (field: string) => string;
  readonly fix: CheckFix;
  /** Sorted by `since`, oldest first. */
  readonly revisions: readonly Revision[];
}
