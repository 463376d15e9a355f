import type { Report } from "../../../report/report.ts";
import { documentHead, documentTail, namespaceHead, workloadDocument } from "../../../report/document/document.ts";
import { flowPieces, stringifyYaml } from "../../words/documents/yaml.ts";
import { isLargeWorkload } from "../../words/documents/json-pieces.ts";

const STEP = "  ";

/**
 * Renders the report as a YAML document with the same content as `-o json`, for readers of YAML 1.1 and 1.2. It is written workload by
 * workload. Unprintable characters are escaped, since it may be printed to a terminal.
 */
export function* renderYaml(report: Report): Generator<string, undefined> {
  yield stringifyYaml(documentHead(report));
  yield openList("namespaces", report.namespaces, "");
  for (const namespace of report.namespaces) {
    yield stringifyYaml([namespaceHead(namespace, report.kind)], STEP);
    yield openList("workloads", namespace.workloads, STEP.repeat(2));
    for (const workload of namespace.workloads) {
      const document = workloadDocument(workload, report.kind);
      if (isLargeWorkload(workload)) yield* flowPieces(document, `${STEP.repeat(3)}- `);
      else yield stringifyYaml([document], STEP.repeat(3));
    }
  }
  yield stringifyYaml(documentTail(report));
}

function openList(name: string, items: readonly unknown[], indent: string): string {
  return `${indent}${name}:${items.length === 0 ? " []" : ""}\n`;
}
