import { compareBytes } from "../../api/words/byte-order.ts";

/**
 * The characters that encoding/json escapes in strings in addition to JSON's own, so that the text is safe in HTML and
 * JavaScript.
 */
const ESCAPED_FOR_HTML = /[<>&\u2028\u2029]/g;

/**
 * Formats a value as Go's encoding/json (Go 1.26) does, with sorted keys. The API server converts an object within YAML
 * in this way before it decodes it separately.
 *
 * @param value null, booleans, numbers, bigints, strings, arrays and plain objects
 */
export function marshalJson(value: unknown): string {
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return `[${value.map(marshalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).sort(([a], [b]) => compareBytes(a, b));
    return `{${fields.map(([key, field]) => `${quote(key)}:${marshalJson(field)}`).join(",")}}`;
  }
  return Object.is(value, -0) ? "-0" : String(value);
}

function quote(text: string): string {
  const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text.toWellFormed()).replace(ESCAPED_FOR_HTML, escape);
}
