import { bigintAsText } from "../../../report/json-text.ts";
import { escapeDocument, escapeUnits } from "../../words/escape.ts";
import type { Markup } from "./markup.ts";

/**
 * JSON that may stand in a `script` element, which `</script` would end and `<!--` change: it holds no `<`. Nor does it hold anything
 * unprintable, since the page may be printed to a terminal. An integer too large for a reader of JSON is the text of its digits.
 */
export function toJson(value: unknown): string {
  return escapeDocument(JSON.stringify(value, bigintAsText), escapeUnits).replaceAll("<", "\\u003c");
}

/**
 * An element of data that the page's script reads.
 *
 * @param name the element's class
 * @param json as toJson writes it
 */
export function jsonBlock(name: string, json: string): Markup {
  return { markup: `<script type="application/json" class="${name}">${json}</script>\n` };
}
