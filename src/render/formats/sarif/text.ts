/** A SARIF `message`. */
export interface Message {
  readonly text: string;
}

/**
 * Escapes text for a SARIF message. Braces are doubled, since a single one begins a placeholder (SARIF 2.1.0, §3.11.5). If anything looks
 * like an embedded link (§3.11.6), each bracket and backslash gets a backslash, so that no name becomes a link. Halves of surrogate pairs
 * become U+FFFD.
 */
export function messageOf(text: string): Message {
  const doubled = text.toWellFormed().replace(/[{}]/g, "$&$&");
  return { text: doubled.includes("](") ? doubled.replace(/[\\[\]]/g, String.raw`\$&`) : doubled };
}
