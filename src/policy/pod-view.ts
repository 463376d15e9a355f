import type { CommonSecurityContext, Container, Pod } from "../api/pod.ts";
import type { FieldPath } from "../api/field-path.ts";

/** A container and its place in the pod. */
export interface VisitedContainer {
  readonly name: string;
  readonly container: Container;
  readonly path: FieldPath;
}

/** A security context and its place in the pod. */
export interface VisitedSecurityContext {
  /** The name of the container; undefined for the security context of the pod. */
  readonly container: string | undefined;
  /** Empty if it is not set. */
  readonly securityContext: CommonSecurityContext;
  readonly path: FieldPath;
}

/** A pod as the checks see it, with a list of its containers, which most checks visit. */
export interface PodView extends Pod {
  /** The init containers, the containers, then the ephemeral containers, each in manifest order. */
  readonly containers: readonly VisitedContainer[];
  /**
   * The security context of the pod, then that of each container. The containers do not inherit values from the pod.
   */
  readonly securityContexts: readonly VisitedSecurityContext[];
}
