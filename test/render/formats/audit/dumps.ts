/** Dumps for the tests of an audit's table. */

/** A pod's spec without violations, in YAML's flow style. */
export const CLEAN =
  "{securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}, " +
  "containers: [{name: a, image: a, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]}";
/** It violates restricted, and meets baseline. */
export const PLAIN = "{containers: [{name: a, image: a}]}";
/** It violates both levels. */
export const PRIVILEGED = "{containers: [{name: a, image: a, securityContext: {privileged: true}}]}";

/** A Namespace with some pod-security labels: `enforce: baseline`. */
export function namespace(name: string, ...labels: readonly string[]): string {
  const full = labels.map((label) => `pod-security.kubernetes.io/${label}`).join(", ");
  return `---\napiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: {${full}}}\n`;
}

/** A Deployment with one of the specs above. */
export function deployment(where: string, name: string, spec: string): string {
  const template = `{metadata: {labels: {app: a}}, spec: ${spec}}`;
  return `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: ${where}}\nspec: {template: ${template}}\n`;
}
