import type { FieldPath } from "../api/field-path.ts";
import type { Pod } from "../api/pod.ts";
import type { Level } from "./level.ts";

export type { FieldPath };

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
export type CheckPod = (pod: Pod) => Forbidden | undefined;

/** A check from one policy version on, until the next revision. */
export interface Revision {
  /** The first minor N of `v1.N` that this revision applies to. */
  readonly since: number;
  readonly check: CheckPod;
  /** The baseline checks that are not run where this revision is. Only restricted checks may have any. */
  readonly overrides?: readonly string[];
}

/** A check of the Pod Security Standards, declared once: the evaluator, the documents and the reports all read this. */
export interface Check {
  /** Upstream's ID, which is also the name of the file, the export and the document's anchor. */
  readonly id: string;
  readonly level: Exclude<Level, "privileged">;
  /** The control's name, as the Kubernetes documentation gives it. */
  readonly title: string;
  /** Why it matters, in a sentence or two. */
  readonly description: string;
  /** The fields that it restricts, in the documentation's notation: `spec.containers[*].securityContext.privileged`. */
  readonly restrictedFields: readonly string[];
  /** The values allowed there, for people: `undefined / nil`, `false`. */
  readonly allowedValues: readonly string[];
  /** How to meet it. */
  readonly remediation: string;
  /** In rising order of `since`. */
  readonly revisions: readonly Revision[];
}
