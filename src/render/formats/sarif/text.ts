import { escapeDocument, escapeUnits } from "../../words/escape.ts";
import { jsonPieces as valuePieces } from "../../words/json-pieces.ts";

/** A SARIF `message`. */
export interface Message {
  readonly text: string;
}

/**
 * Text as a SARIF message holds it, and a reader of SARIF shows it: braces are doubled, since a single one begins a placeholder (SARIF 2.1.0,
 * §3.11.5), and where anything looks like an embedded link (§3.11.6) a backslash stands before each bracket and backslash, so that a name
 * can be no link. Halves of characters are U+FFFD.
 */
export function messageOf(text: string): Message {
  const doubled = text.toWellFormed().replace(/[{}]/g, "$&$&");
  return { text: doubled.includes("](") ? doubled.replace(/[\\[\]]/g, String.raw`\$&`) : doubled };
}

/**
 * JSON, each line but the first behind `indent`. Unprintable characters are escaped: it may go to a terminal.
 *
 * @internal exported for its test
 */
export function jsonText(value: object, indent: string = ""): string {
  const json = JSON.stringify(value, null, 2);
  return escapeDocument(indent === "" ? json : json.replaceAll("\n", `\n${indent}`), escapeUnits);
}

/**
 * A JSON document in pieces, so that it is never in memory as a whole.
 *
 * @param document the document, in which each of `lists` is an empty list
 * @param lists the items of those lists by the name of the field, in the order of the document
 */
export function* jsonPieces(
  document: object,
  lists: Readonly<Record<string, Iterable<object>>>,
): Generator<string, undefined> {
  let rest = jsonText(document);
  for (const [name, items] of Object.entries(lists)) {
    // Within a string the quotes would have backslashes, so this can only be the field itself.
    const opening = `"${name}": [`;
    const start = rest.indexOf(`${opening}]`);
    const indent = rest.slice(rest.lastIndexOf("\n", start) + 1, start);
    yield rest.slice(0, start + opening.length);
    rest = rest.slice(start + opening.length);
    let separator = "\n";
    for (const item of items) {
      yield `${separator}${indent}  `;
      yield* valuePieces(item, `${indent}  `, escapeUnits);
      separator = ",\n";
    }
    if (separator !== "\n") yield `\n${indent}`;
  }
  yield `${rest}\n`;
}
