import { dump, DEFAULT_SCALAR_STYLE_RULES, SCALAR_STYLE, type ScalarLayout } from "js-yaml";
import { escapeCodePoint } from "../../../api/words/output-text.ts";
import { escapeDocument, isPlain } from "../escape.ts";
import { jsonPieces } from "./json-pieces.ts";

/**
 * Writes a large value in pieces, in YAML's flow style, which is JSON.
 *
 * @param beginning the beginning of its first line; all other lines are indented by its length
 */
export function* flowPieces(value: object, beginning = ""): Generator<string, undefined> {
  yield beginning;
  yield* jsonPieces(value, " ".repeat(beginning.length), escapeCodePoint);
  yield "\n";
}

/** Writes a value as YAML, each line after `indent`. Unprintable characters are escaped, since it may be printed to a terminal. */
export function stringifyYaml(value: object, indent = ""): string {
  const yaml = dump(value, { lineWidth: -1, noRefs: true, scalarStyleRules: RULES });
  const indented = indent === "" ? yaml : yaml.replace(/^(?=.)/gm, indent);
  return escapeDocument(indented, escapeCodePoint);
}

/** Only double quotes allow escapes. A line feed is escaped too, since a block would need its own indentation. */
function doubleQuoteUnprintable(layout: ScalarLayout): void {
  if (!isPlain(layout.node.value)) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
}

const RULES = [doubleQuoteUnprintable, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)];
