import { CONTAINER_LISTS, type CommonSecurityContext, type Container, type Pod } from "../api/pod.ts";
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

/** The container that a field is in; undefined for a field of the pod. It looks at no other container, because a pod may have thousands. */
export function containerOf(
  { spec, containers }: Pick<PodView, "spec" | "containers">,
  [first, list, index]: FieldPath,
): VisitedContainer | undefined {
  if (first !== "spec" || typeof index !== "number") return undefined;
  let before = 0;
  for (const one of CONTAINER_LISTS) {
    const { length } = spec[one] ?? [];
    if (one === list) return index < length ? containers[before + index] : undefined;
    before += length;
  }
  return undefined;
}
