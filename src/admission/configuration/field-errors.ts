import { typeOf } from "../../api/words/quoted.ts";
import { goQuote } from "../../api/words/go-quote.ts";

/**
 * The API server's messages about invalid fields (pkg/util/validation/field/errors.go and pkg/util/errors/errors.go of
 * k8s.io/apimachinery v0.37.2).
 */

/** Formats `defaults.enforce: Invalid value: "x": …`. */
export function invalidValue(field: string, value: string, detail: string): string {
  return `${field}: Invalid value: ${goQuote(value)}: ${detail}`;
}

/**
 * Like {@link invalidValue}, for a value of a configuration. The API server quotes the value; this shows only its type,
 * because a configuration may contain misplaced secrets: `exemptions.namespaces[1]: Invalid value: a string: …`.
 */
export function invalidHiddenValue(field: string, value: string, detail: string): string {
  return `${field}: Invalid value: ${hide(value)}: ${detail}`;
}

/** The same for a duplicate value: `exemptions.namespaces[1]: Duplicate value: a string`. */
export function duplicateHiddenValue(field: string, value: string): string {
  return `${field}: Duplicate value: ${hide(value)}`;
}

/** An empty value is no secret. */
function hide(value: string): string {
  return value === "" ? '""' : typeOf(value);
}

/** Joins several errors to one text, `[a, b]`; a single error is not changed. */
export function aggregate(errors: readonly string[]): string {
  const text = errors.join(", ");
  return errors.length === 1 ? text : `[${text}]`;
}
