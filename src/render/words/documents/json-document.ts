import { escapeDocument, escapeUnits } from "../escape.ts";
import { jsonPieces } from "./json-pieces.ts";

/**
 * JSON in which each line but the first begins with `indent`. Unprintable characters are escaped, since it may be printed to a terminal.
 */
export function jsonText(value: object, indent: string = ""): string {
  const json = JSON.stringify(value, null, 2);
  return escapeDocument(indent === "" ? json : json.replaceAll("\n", `\n${indent}`), escapeUnits);
}

/**
 * Yields a JSON document in pieces, so that it is never in memory as a whole.
 *
 * @param document the document, in which each of `lists` is an empty list
 * @param lists the items of those lists by the name of the field, in the order of the document
 */
export function* documentPieces(
  document: object,
  lists: Readonly<Record<string, Iterable<object>>>,
): Generator<string, undefined> {
  let rest = jsonText(document);
  for (const [name, items] of Object.entries(lists)) {
    // Within a string the quotes have backslashes, so this can only be the field itself.
    const opening = `"${name}": [`;
    const start = rest.indexOf(`${opening}]`);
    const indent = rest.slice(rest.lastIndexOf("\n", start) + 1, start);
    yield rest.slice(0, start + opening.length - 1);
    rest = rest.slice(start + opening.length + 1);
    yield* listPieces(items, indent);
  }
  yield `${rest}\n`;
}

/** Yields a list in JSON item by item. Each line but the first begins with `indent`. */
export function* listPieces(items: Iterable<object>, indent: string = ""): Generator<string, undefined> {
  let separator = "[\n";
  for (const item of items) {
    yield `${separator}${indent}  `;
    yield* jsonPieces(item, `${indent}  `, escapeUnits);
    separator = ",\n";
  }
  yield separator === "[\n" ? "[]" : `\n${indent}]`;
}
