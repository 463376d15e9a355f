/** Where a field stands below some root: `["spec", "containers", 0, "securityContext", "privileged"]`. */
export type FieldPath = readonly (string | number)[];

const PLAIN_KEY = /^[A-Za-z_$][A-Za-z0-9_$-]*$/;

/** The names of fields are few and come again and again. */
const plainKeys = new Map<string, boolean>();

function isPlainKey(key: string): boolean {
  let isPlain = plainKeys.get(key);
  if (isPlain === undefined) {
    isPlain = PLAIN_KEY.test(key);
    // What is not plain is an annotation's key or the like, of which there may be any number.
    if (isPlain) plainKeys.set(key, isPlain);
  }
  return isPlain;
}

/**
 * A path as Kubernetes writes it (field.Path of k8s.io/apimachinery v0.37.2): `spec.containers[0].image`; a key that is no
 * identifier, as an annotation's, stands in brackets: `metadata.annotations[example.com/owner]`.
 */
export function formatFieldPath(path: FieldPath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number" || !isPlainKey(step)) text += `[${step}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}
