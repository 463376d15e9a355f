import type { FieldPlace } from "../workloads/object.ts";
import type { Acceptance } from "./acceptance.ts";

/** A field that violates, and its place; that of the nearest parent if the field is not set, and 0 in a cluster. */
export interface FieldReport extends FieldPlace {
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
}
