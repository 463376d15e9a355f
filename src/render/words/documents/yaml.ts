import { dump, DEFAULT_SCALAR_STYLE_RULES, SCALAR_STYLE, type ScalarLayout } from "js-yaml";
import { escapeCodePoint } from "../../../api/output-text.ts";
import { escapeDocument, isPlain } from "../escape.ts";
import { jsonPieces } from "./json-pieces.ts";

/**
 * A large value in YAML's flow style, which is that of JSON, so that it need not be one string.
 *
 * @param beginning of its first line; all others are indented as far as it is long
 */
export function* flowPieces(value: object, beginning = ""): Generator<string, undefined> {
  yield beginning;
  yield* jsonPieces(value, " ".repeat(beginning.length), escapeCodePoint);
  yield "\n";
}

/** A value as YAML that may go to a terminal, each line behind `indent`. */
export function stringifyYaml(value: object, indent = ""): string {
  const yaml = dump(value, { lineWidth: -1, noRefs: true, scalarStyleRules: RULES });
  const indented = indent === "" ? yaml : yaml.replace(/^(?=.)/gm, indent);
  return escapeDocument(indented, escapeCodePoint);
}

/** Only between double quotes can a character be escaped. A line feed is one too: a block would need its own indentation. */
function doubleQuoteUnprintable(layout: ScalarLayout): void {
  if (!isPlain(layout.node.value)) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
}

const RULES = [doubleQuoteUnprintable, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)];
