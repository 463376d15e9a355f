import { compareBytes } from "../api/words/byte-order.ts";
import type { Source } from "../workloads/object.ts";
import type { Note } from "./report.ts";
import type { WorkloadResults } from "./violations.ts";

/** By file, document and line; what is about no file comes first. */
export function compareSources(a: Source | null, b: Source | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return compareBytes(a.file, b.file) || a.document - b.document || a.line - b.line;
}

/** By file, document and line, then code and message. */
export function compareNotes(a: Note, b: Note): number {
  return compareSources(a.source, b.source) || compareBytes(a.code, b.code) || compareBytes(a.message, b.message);
}

/** By kind, then name, then source; two groups may have a kind of one name. */
export function compareWorkloads(a: WorkloadResults, b: WorkloadResults): number {
  return (
    compareBytes(a.kind, b.kind) ||
    compareBytes(a.name, b.name) ||
    compareSources(a.source, b.source) ||
    compareBytes(a.apiVersion, b.apiVersion)
  );
}
