import { typeOf } from "../../api/quoted.ts";
import { goQuote } from "../../api/go-quote.ts";

/**
 * How the API server words what is wrong with a field (pkg/util/validation/field/errors.go and
 * pkg/util/errors/errors.go of k8s.io/apimachinery v0.37.2).
 */

/** `defaults.enforce: Invalid value: "x": …` */
export function invalidValue(field: string, value: string, detail: string): string {
  return `${field}: Invalid value: ${goQuote(value)}: ${detail}`;
}

/**
 * As {@link invalidValue}, for a value of a configuration. The API server quotes it; here its type has to do, as a configuration may hold
 * secrets where they do not belong: `exemptions.namespaces[1]: Invalid value: a string: …`
 */
export function invalidHiddenValue(field: string, value: string, detail: string): string {
  return `${field}: Invalid value: ${hide(value)}: ${detail}`;
}

/** The same for a value that is there already: `exemptions.namespaces[1]: Duplicate value: a string` */
export function duplicateHiddenValue(field: string, value: string): string {
  return `${field}: Duplicate value: ${hide(value)}`;
}

/** Nothing at all is no secret. */
function hide(value: string): string {
  return value === "" ? '""' : typeOf(value);
}

/** Several errors as one text: `[a, b]`, and a single one as it is. */
export function aggregate(errors: readonly string[]): string {
  const text = errors.join(", ");
  return errors.length === 1 ? text : `[${text}]`;
}
