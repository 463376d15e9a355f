import { dump, DEFAULT_SCALAR_STYLE_RULES, SCALAR_STYLE, type ScalarLayout } from "js-yaml";
import type { Report } from "../../../report/report.ts";
import { documentHead, documentTail, namespaceHead, workloadDocument } from "../../../report/document.ts";
import { escapeCodePoint } from "../../../api/output-text.ts";
import { escapeDocument, isPlain } from "../../words/escape.ts";
import { jsonPieces } from "../../words/json-pieces.ts";
import { isLarge } from "../json/json.ts";

const STEP = "  ";

/**
 * The report as a YAML document: the same as `-o json`, and read back as the same by readers of YAML 1.1 and 1.2. It comes workload by
 * workload, as JSON does. Unprintable characters are escaped: it may go to a terminal.
 */
export function* renderYaml(report: Report): Generator<string, undefined> {
  yield stringifyYaml(documentHead(report));
  yield openList("namespaces", report.namespaces, "");
  for (const namespace of report.namespaces) {
    yield stringifyYaml([namespaceHead(namespace, report.kind)], STEP);
    yield openList("workloads", namespace.workloads, STEP.repeat(2));
    for (const workload of namespace.workloads) {
      const document = workloadDocument(workload, report.kind);
      if (isLarge(workload)) yield* flowPieces(document, `${STEP.repeat(3)}- `);
      else yield stringifyYaml([document], STEP.repeat(3));
    }
  }
  yield stringifyYaml(documentTail(report));
}

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

function openList(name: string, items: readonly unknown[], indent: string): string {
  return `${indent}${name}:${items.length === 0 ? " []" : ""}\n`;
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
