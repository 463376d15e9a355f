import { compareBytes } from "../api/words/byte-order.ts";
import type { Source } from "../workloads/object.ts";
import type { WorkloadResults } from "./violations.ts";

/** Sorts by file, document and line; entries without a file are first. */
export function compareSources(a: Source | null, b: Source | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return compareBytes(a.file, b.file) || a.document - b.document || a.line - b.line;
}

/** Sorts by kind, then name, then source; two groups may have a kind with the same name. */
export function compareWorkloads(a: WorkloadResults, b: WorkloadResults): number {
  return (
    compareBytes(a.kind, b.kind) ||
    compareBytes(a.name, b.name) ||
    compareSources(a.source, b.source) ||
    compareBytes(a.apiVersion, b.apiVersion)
  );
}
