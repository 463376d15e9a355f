/**
 * How the API server words lists, numbers and quotations (policy/helpers.go of k8s.io/pod-security-admission v0.37.2,
 * Go's strconv and sets.List). Every text of a check is made of these.
 */
import { escapeCodePoint } from "../api/output-text.ts";
import { isPrintable } from "./printable.ts";

/** Each item between double quotes, joined by `, `. Nothing inside an item is escaped. */
export function quoteList(items: readonly string[]): string {
  return items.length === 0 ? "" : `"${items.join('", "')}"`;
}

/** `one` for exactly one, else `many`. */
export function plural(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

/** `container "a"`, or `containers "a", "b"`: in the order given, a name that occurs twice is there twice. */
export function containersPhrase(names: readonly string[]): string {
  return `${plural(names.length, "container", "containers")} ${quoteList(names)}`;
}

/**
 * Names who set a forbidden value: `pod`, `container "a"`, or `pod and containers "a", "b"`.
 *
 * @param setters the name of each container; undefined for the pod itself
 */
export function settersOf(setters: readonly { readonly container: string | undefined }[]): string {
  const containers = setters.flatMap(({ container }) => container ?? []);
  const phrases = containers.length < setters.length ? ["pod"] : [];
  if (containers.length > 0) phrases.push(containersPhrase(containers));
  return phrases.join(" and ");
}

/** The distinct values in the byte order of their UTF-8, which for text is the order of code points. */
export function sortedSet(values: Iterable<string>): string[] {
  return [...new Set(values)].sort(compareBytes);
}

/**
 * The order of two strings' UTF-8 bytes, as Go compares strings. JavaScript's own order is that of UTF-16 units, in
 * which a surrogate (half of a character above U+FFFF) comes before U+E000 to U+FFFF.
 */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left === right) continue;
    const leftIsSurrogate = left >= 0xd800 && left <= 0xdfff;
    const rightIsSurrogate = right >= 0xd800 && right <= 0xdfff;
    if (leftIsSurrogate !== rightIsSurrogate) return leftIsSurrogate ? 1 : -1;
    return left - right;
  }
  return a.length - b.length;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** A string as Go's `%q` prints it. A lone surrogate is U+FFFD, as it is for Go once JSON or YAML has been decoded. */
export function goQuote(text: string): string {
  let quoted = "";
  for (const character of text.toWellFormed()) {
    quoted += SIMPLE_ESCAPES[character] ?? (isPrintable(character) ? character : escapeCodePoint(character));
  }
  return `"${quoted}"`;
}
