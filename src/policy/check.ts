import type { CheckDeclaration, RevisionDeclaration } from "../api/check-declaration.ts";
import type { PodView } from "./pod-view.ts";
import type { FieldPath } from "../api/field-path.ts";

/** A field at fault: where it stands, or would have to be set, and what is there; `null` when nothing is. */
export interface FaultyField {
  readonly path: FieldPath;
  readonly value: unknown;
}

/**
 * Why a check forbids a pod: the API server's words, and the fields at fault in the order in which they are visited.
 */
export interface Forbidden {
  /** Upstream's ForbiddenReason: short, and not unique to a check. */
  readonly reason: string;
  /** Upstream's ForbiddenDetail: what `reason` is followed by, in parentheses. */
  readonly detail: string;
  /** The paths at fault. Upstream has no such thing; they are for people, editors and SARIF. Never empty. */
  readonly fields: readonly FaultyField[];
}

/** What one revision of a check says of a pod: why it is forbidden, or undefined when it is allowed. */
export type CheckPod = (pod: PodView) => Forbidden | undefined;

/** A check from one policy version on, until the next revision. */
export interface Revision extends RevisionDeclaration {
  readonly check: CheckPod;
}

/** A check of the Pod Security Standards, declared once: the evaluator, the documents and the reports all read this. */
export interface Check extends CheckDeclaration {
  /** In rising order of `since`. */
  readonly revisions: readonly Revision[];
}
