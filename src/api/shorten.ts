/** The longest name that an API server takes of any object (RFC 1123 subdomain, k8s.io/apimachinery v0.37.2): nothing longer is shown of one. */
export const LONGEST_NAME = 253;

/** The longest text that a note, or a line for people, repeats. Nobody reads more, and a file can hold gigabytes of it. */
export const LONGEST_TEXT = 4096;

/** How much longer a text must be than what is shown of it: the remark on its end takes room as well. */
const SLACK = 64;

/**
 * A text, or where it is long its beginning, and how much is left out: `nnnn… (12345 more characters)`.
 *
 * @param longest how much of it is shown, in UTF-16 units
 */
export function shorten(text: string, longest: number = LONGEST_TEXT): string {
  if (text.length <= longest + SLACK) return text;
  const last = text.charCodeAt(longest - 1);
  // Half a character would be shown as another one.
  const end = last >= 0xd800 && last <= 0xdbff ? longest - 1 : longest;
  return `${text.slice(0, end)}… (${text.length - end} more characters)`;
}
