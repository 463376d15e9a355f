import type { Report } from "../../../report/report.ts";
import { documentHead, documentTail, namespaceHead, workloadDocument } from "../../../report/document/document.ts";
import { escapeDocument, escapeUnits } from "../../words/escape.ts";
import { isLargeWorkload, jsonPieces } from "../../words/documents/json-pieces.ts";

const STEP = "  ";

/**
 * Renders the report as a JSON document of version 1 (docs/output.md), indented by two spaces and ended by a line feed. It is written
 * workload by workload, so that a large document is never in memory. Unprintable characters are escaped, since it may be printed to a
 * terminal.
 */
export function* renderJson(report: Report): Generator<string, undefined> {
  yield openObject(documentHead(report), "namespaces", STEP);
  for (const [index, namespace] of report.namespaces.entries()) {
    const indent = STEP.repeat(2);
    yield `${separator(index)}${indent}${openObject(namespaceHead(namespace, report.kind), "workloads", STEP.repeat(3))}`;
    for (const [number, workload] of namespace.workloads.entries()) {
      yield `${separator(number)}${STEP.repeat(4)}`;
      const document = workloadDocument(workload, report.kind);
      if (isLargeWorkload(workload)) yield* jsonPieces(document, STEP.repeat(4), escapeUnits);
      else yield stringify(document, STEP.repeat(4));
    }
    yield `${closeList(namespace.workloads, STEP.repeat(3))}\n${indent}}`;
  }
  yield closeList(report.namespaces, STEP);
  yield* tailPieces(report);
}

/** Yields the fields after the namespaces, and the end. Their own opening brace is replaced by a comma. */
function* tailPieces(report: Report): Generator<string, undefined> {
  let isFirst = true;
  for (const piece of jsonPieces(documentTail(report), "", escapeUnits)) {
    yield isFirst ? `,${piece.slice(1)}` : piece;
    isFirst = false;
  }
  yield "\n";
}

/** An object up to the first item of the list in its next field. */
function openObject(fields: object, list: string, indent: string): string {
  const outer = indent.slice(STEP.length);
  const closing = `\n${outer}}`.length;
  return `${stringify(fields, outer).slice(0, -closing)},\n${indent}"${list}": [`;
}

function separator(index: number): string {
  return index === 0 ? "\n" : ",\n";
}

function closeList(items: readonly unknown[], indent: string): string {
  return items.length === 0 ? "]" : `\n${indent}]`;
}

/** JSON in which each line but the first begins with `indent`. */
function stringify(value: object, indent: string): string {
  const json = JSON.stringify(value, null, STEP.length).replaceAll("\n", `\n${indent}`);
  return escapeDocument(json, escapeUnits);
}
