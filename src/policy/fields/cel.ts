/**
 * The parts of CEL expressions that several checks share. An admission policy declares the variables (src/export/policy.ts):
 * `spec`, `annotations`, `containers`, `isWindows` and `hasUserNamespace`. An expression is true for an allowed pod.
 */

/** A list of strings without quotes. */
export function celList(values: readonly string[]): string {
  return `[${values.map((value) => `'${value}'`).join(", ")}]`;
}

/** A condition that every container meets, in all three lists. The condition calls it `c`. */
export function everyContainer(condition: string): string {
  return `variables.containers.all(c, ${condition})`;
}

/** A condition that the security context of the pod meets, and that of every container. */
export function everySecurityContext(condition: (securityContext: string) => string): string {
  return `${condition("variables.spec.?securityContext")} && ${everyContainer(condition("c.?securityContext"))}`;
}

/** A rule that no pod for Windows needs to meet. */
export function unlessWindows(rule: string): string {
  return `variables.isWindows || (${rule})`;
}

/** A rule that no pod in a user namespace needs to meet. */
export function unlessUserNamespace(rule: string): string {
  return `variables.hasUserNamespace || (${rule})`;
}
