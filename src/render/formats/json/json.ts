import type { Report } from "../../../report/report.ts";
import { documentHead, documentTail, namespaceHead, workloadDocument } from "../../../report/document.ts";
import { escapeDocument, escapeUnits } from "../../words/escape.ts";
import { isLargeWorkload, jsonPieces } from "../../words/documents/json-pieces.ts";

const STEP = "  ";

/**
 * The report as a JSON document of version 1 (docs/output.md), indented by two spaces and ended by a line feed. It comes workload by
 * workload, so that the document of a large report is never in memory. Unprintable characters are escaped: it may go to a terminal.
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

/** The fields behind the namespaces, and the end. Their own opening brace makes way for the fields before them. */
function* tailPieces(report: Report): Generator<string, undefined> {
  let isFirst = true;
  for (const piece of jsonPieces(documentTail(report), "", escapeUnits)) {
    yield isFirst ? `,${piece.slice(1)}` : piece;
    isFirst = false;
  }
  yield "\n";
}

/** An object up to the first item of the list that is its next field. */
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

/** JSON with each line but the first behind `indent`. */
function stringify(value: object, indent: string): string {
  const json = JSON.stringify(value, null, STEP.length).replaceAll("\n", `\n${indent}`);
  return escapeDocument(json, escapeUnits);
}
