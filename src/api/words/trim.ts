/**
 * Removes characters from both ends of a text. The work is linear: a regular expression that looks for a run of characters at the end of a text tries
 * again at each of them.
 *
 * @param outer matches a single UTF-16 code unit to remove
 */
export function trimOuter(text: string, outer: RegExp): string {
  let start = 0;
  let end = text.length;
  while (start < end && outer.test(text.charAt(start))) start++;
  while (end > start && outer.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
