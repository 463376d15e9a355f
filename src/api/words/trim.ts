/**
 * Removes characters from both ends of a text. The work is linear: a regular expression that looks for a run of characters at the end of a text tries
 * again at each of them.
 *
 * @param outer matches a single UTF-16 code unit to remove
 */
export function trimOuter(text: string, outer: RegExp): string {
  const trimmed = trimEnd(text, outer);
  let start = 0;
  while (start < trimmed.length && outer.test(trimmed.charAt(start))) start++;
  return trimmed.slice(start);
}

/** Removes characters from the end of a text, in linear time. `outer` matches a single UTF-16 code unit to remove. */
export function trimEnd(text: string, outer: RegExp): string {
  let end = text.length;
  while (end > 0 && outer.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
