import { goQuote } from "../policy/wording.ts";

/**
 * How the API server words what is wrong with a field (pkg/util/validation/field/errors.go and
 * pkg/util/errors/errors.go of k8s.io/apimachinery v0.37.2).
 */

/** `defaults.enforce: Invalid value: "x": …` */
export function invalidValue(field: string, value: string, detail: string): string {
  return `${field}: Invalid value: ${goQuote(value)}: ${detail}`;
}

/** `exemptions.namespaces[1]: Duplicate value: "a"` */
export function duplicateValue(field: string, value: string): string {
  return `${field}: Duplicate value: ${goQuote(value)}`;
}

/** Several errors as one text: `[a, b]`, and a single one as it is. */
export function aggregate(errors: readonly string[]): string {
  const text = errors.join(", ");
  return errors.length === 1 ? text : `[${text}]`;
}
