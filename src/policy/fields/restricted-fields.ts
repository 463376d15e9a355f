/**
 * The paths of restricted fields, in the notation of the Kubernetes documentation. Every rule applies to all three
 * lists of containers alike: policy/visitor.go of k8s.io/pod-security-admission v0.37.2 makes no difference between
 * them.
 */

const CONTAINER_LISTS = ["containers", "initContainers", "ephemeralContainers"];

/**
 * Lists the paths of some container fields in each list of containers: `ports[*].hostPort` is
 * `spec.containers[*].ports[*].hostPort`, and so on.
 */
export function containerFields(...fields: readonly string[]): string[] {
  return CONTAINER_LISTS.flatMap((list) => fields.map((field) => `spec.${list}[*].${field}`));
}

/**
 * Lists the paths of a security context's field, in the pod and in each list of containers: `runAsUser` is
 * `spec.securityContext.runAsUser`, and so on.
 */
export function securityContextFields(field: string): string[] {
  return [`spec.securityContext.${field}`, ...containerFields(`securityContext.${field}`)];
}
