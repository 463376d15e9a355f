import { escapeCodePoint } from "./output-text.ts";
import { isPrintable } from "./printable.ts";

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

/** Quotes a string as Go's `%q` does. A lone surrogate becomes U+FFFD, as in Go after it has decoded JSON or YAML. */
export function goQuote(text: string): string {
  let quoted = "";
  for (const character of text.toWellFormed()) {
    quoted += SIMPLE_ESCAPES[character] ?? (isPrintable(character) ? character : escapeCodePoint(character));
  }
  return `"${quoted}"`;
}
