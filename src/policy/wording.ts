/**
 * How the API server words lists, numbers and quotations (policy/helpers.go of k8s.io/pod-security-admission v0.37.2,
 * Go's strconv and sets.List). Every text of a check is made of these.
 */
import { compareBytes } from "../api/byte-order.ts";
import { plural } from "../api/plural.ts";

/** Each item between double quotes, joined by `, `. Nothing inside an item is escaped. */
export function quoteList(items: readonly string[]): string {
  return items.length === 0 ? "" : `"${items.join('", "')}"`;
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
