import type { Acceptance } from "./acceptance.ts";

/** A field at fault. */
export interface FieldReport {
  /** From the object's root: `spec.template.spec.containers[0].image`. */
  readonly path: string;
  /**
   * From the pod's spec, with names instead of positions: `containers[web].image`. It is the same for a template and for its pods, and
   * does not depend on the order of lists. Empty unless it was requested (`identify`).
   */
  readonly stablePath: string;
  /** The name of the container that it belongs to; absent for a field of the pod, and for one that was read from a document. */
  readonly container?: string;
  /** The reason for which it does not count; absent if it is not accepted. */
  readonly accepted?: Acceptance;
  readonly value: unknown;
  /** Line and column, from 1; those of the nearest parent if the field is not set; 0 in a cluster. */
  readonly line: number;
  readonly column: number;
  /** The end, after the last character: of the value if it is a scalar, otherwise of the key. Absent in a cluster. */
  readonly endLine?: number;
  readonly endColumn?: number;
}
