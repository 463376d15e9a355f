import type { FieldPath } from "../../api/field-path.ts";
import type { CommonSecurityContext } from "../../api/pod.ts";
import type { PodView, VisitedContainer } from "../pod-view.ts";

/** The path of the security context of a pod. */
export const POD_CONTEXT: FieldPath = ["spec", "securityContext"];

/** The path of the security context of a container. */
export function contextOf({ path }: VisitedContainer): FieldPath {
  return [...path, "securityContext"];
}

/** Whether a container is a part of the template: an ephemeral container is added to a running pod. */
export function isDeclared({ path }: VisitedContainer): boolean {
  return path[1] !== "ephemeralContainers";
}

/** The containers of a pod that a manifest can change. */
export function declaredContainers(pod: PodView): readonly VisitedContainer[] {
  return pod.containers.filter(isDeclared);
}

/**
 * Whether a manifest sets a field in its containers and not in the pod, so that a new value belongs there, too. Then every
 * container needs its own.
 *
 * @param isMet whether a security context has an allowed value of the field
 */
export function isSetInContainers(
  pod: PodView,
  field: keyof CommonSecurityContext,
  isMet: (context: CommonSecurityContext) => boolean,
): boolean {
  if (pod.spec.securityContext?.[field] !== undefined || pod.containers.some((one) => !isDeclared(one))) return false;
  return declaredContainers(pod).some(({ container }) => isMet(container.securityContext ?? {}));
}
