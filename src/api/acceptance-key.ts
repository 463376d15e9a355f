import { nearest } from "./words/nearest-name.ts";

/** The prefix of the annotations that this program reads. */
export const ANNOTATION_PREFIX = "kubectl-pss/";
const PREFIX_NAME = ANNOTATION_PREFIX.slice(0, -1);

/** A word of this program in a domain, `accept` after it, and any separator: `kubectl-pss.io/accept.hostPorts`, `kubectl-pss.accept/hostPorts`. */
const NEAR = /^(?:[a-z0-9-]+\.)*(?:kubectl[-_.]?pss|pss|pod-?security)(?:\.[a-z0-9.-]+?)?[/.:_-]accept(?:ed|s)?[/.:_-]/;
/** The same with the words in the other order: `accept.kubectl-pss/hostPorts`. */
const SWAPPED = /^accept(?:ed|s)?[.:_-]kubectl[-_.]?pss\//;
/** A name that begins as those of this program. */
const ACCEPT = /^accept(?:ed|s)?[.:_-]/;

/** Whether the key of an annotation is one of this program, or was probably meant as one. */
export function isAcceptanceKey(key: string): boolean {
  if (key.startsWith(ANNOTATION_PREFIX)) return true;
  const text = key.trim().toLowerCase();
  if (!text.includes("accept")) return false;
  if (NEAR.test(text) || SWAPPED.test(text)) return true;
  const slash = text.indexOf("/");
  return slash > 0 && ACCEPT.test(text.slice(slash + 1)) && nearest(text.slice(0, slash), [PREFIX_NAME]) !== undefined;
}
