/**
 * How the API server formats lists, numbers and quotations (policy/helpers.go of k8s.io/pod-security-admission v0.37.2,
 * Go's strconv and sets.List). The checks make all their texts with these functions.
 */
import { compareBytes } from "../../api/words/byte-order.ts";
import { plural } from "../../api/words/plural.ts";

/** Quotes each item with double quotes and joins them by `, `. It does not escape anything inside an item. */
export function quoteList(items: readonly string[]): string {
  return items.length === 0 ? "" : `"${items.join('", "')}"`;
}

/** Names containers: `container "a"`, or `containers "a", "b"`, in the given order and with duplicates. */
export function containersPhrase(names: readonly string[]): string {
  return `${plural(names.length, "container", "containers")} ${quoteList(names)}`;
}

/**
 * Names the pod and the containers that set a forbidden value: `pod`, `container "a"`, or `pod and containers "a",
 * "b"`.
 *
 * @param setters the name of each container; undefined for the pod itself
 */
export function settersOf(setters: readonly { readonly container: string | undefined }[]): string {
  const containers = setters.flatMap(({ container }) => container ?? []);
  const phrases = containers.length < setters.length ? ["pod"] : [];
  if (containers.length > 0) phrases.push(containersPhrase(containers));
  return phrases.join(" and ");
}

/** Returns the distinct values, sorted by their UTF-8 bytes, which for text is the order of code points. */
export function sortedSet(values: Iterable<string>): string[] {
  return [...new Set(values)].sort(compareBytes);
}
