/**
 * The paths of restricted fields, in the notation of the Kubernetes documentation. What holds for one list of
 * containers holds for all three: policy/visitor.go of k8s.io/pod-security-admission v0.37.2 makes no difference
 * between them.
 */

const CONTAINER_LISTS = ["containers", "initContainers", "ephemeralContainers"];

/**
 * Fields of a container, in each list of containers: `ports[*].hostPort` is `spec.containers[*].ports[*].hostPort`,
 * and so on.
 */
export function containerFields(...fields: readonly string[]): string[] {
  return CONTAINER_LISTS.flatMap((list) => fields.map((field) => `spec.${list}[*].${field}`));
}

/**
 * A field of a security context, in the pod's own and in that of each container: `runAsUser` is
 * `spec.securityContext.runAsUser`, and so on.
 */
export function securityContextFields(field: string): string[] {
  return [`spec.securityContext.${field}`, ...containerFields(`securityContext.${field}`)];
}
