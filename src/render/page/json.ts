import { bigintAsText } from "../../api/record.ts";
import { escapeDocument, escapeUnits } from "../words/escape.ts";
import type { Markup } from "./markup.ts";

/**
 * Converts a value to JSON for a `script` element. It contains no `<`, since `</script` and `<!--` would end or change the element, and no
 * unprintable character, since the page may be printed to a terminal. An integer too large for JSON is a string of digits.
 */
export function toJson(value: unknown): string {
  return escapeDocument(JSON.stringify(value, bigintAsText), escapeUnits).replaceAll("<", "\\u003c");
}

/**
 * Makes an element of data for the page's script.
 *
 * @param name the element's class
 * @param json the output of `toJson`
 */
export function jsonBlock(name: string, json: string): Markup {
  return { markup: `<script type="application/json" class="${name}">${json}</script>\n` };
}
