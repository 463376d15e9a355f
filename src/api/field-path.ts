/** Where a field stands below some root: `["spec", "containers", 0, "securityContext", "privileged"]`. */
export type FieldPath = readonly (string | number)[];

const PLAIN_KEY = /^[A-Za-z_$][A-Za-z0-9_$-]*$/;

/**
 * A path as Kubernetes writes it (field.Path of k8s.io/apimachinery v0.37.2): `spec.containers[0].image`; a key that is no
 * identifier, as an annotation's, stands in brackets: `metadata.annotations[example.com/owner]`.
 */
export function formatFieldPath(path: FieldPath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number" || !PLAIN_KEY.test(step)) text += `[${step}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}
