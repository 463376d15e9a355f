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
  const yaml = dump(value, { lineWidth: -1, noRefs: true, scalarStyleRules: [quoteUnprintable, ...DEFAULT_RULES] });
  const indented = indent === "" ? yaml : yaml.replace(/^(?=.)/gm, indent);
  return escapeDocument(indented, escapeCodePoint);
}

/** Writes a value of this program, such as an example, as YAML: a text of several lines is a block. */
export function stringifyBlockYaml(value: object): string {
  const yaml = dump(value, {
    lineWidth: -1,
    noRefs: true,
    scalarStyleRules: [quoteUnprintableLines, ...DEFAULT_RULES],
  });
  return escapeDocument(yaml, escapeCodePoint);
}

const DEFAULT_RULES = Object.values(DEFAULT_SCALAR_STYLE_RULES);

/** Only double quotes allow escapes. A line feed is escaped too: the text of a manifest stays on one line. */
function quoteUnprintable(layout: ScalarLayout): void {
  if (!isPlain(layout.node.value)) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
}

function quoteUnprintableLines(layout: ScalarLayout): void {
  if (!layout.node.value.split("\n").every(isPlain)) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
}
