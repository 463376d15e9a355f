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

/** A string as Go's `%q` prints it. A lone surrogate is U+FFFD, as it is for Go once JSON or YAML has been decoded. */
export function goQuote(text: string): string {
  let quoted = "";
  for (const character of text.toWellFormed()) {
    quoted += SIMPLE_ESCAPES[character] ?? (isPrintable(character) ? character : escapeCodePoint(character));
  }
  return `"${quoted}"`;
}
