import { BEYOND_LIMIT, NOT_JUDGED } from "../../api/words/not-judged.ts";
import type { Report, Unreadable } from "../report.ts";

/** The name of the namespace whose labels an entry of `unreadable` is about; undefined for another entry, such as a list. */
export function unreadNamespaceOf({ list }: Unreadable): string | undefined {
  return list?.resource === "namespaces" ? (list.namespace ?? undefined) : undefined;
}

/** Whether an entry of `unreadable` is a chart or a kustomization that was found, and not judged. */
export function isUnjudgedChart({ list, message }: Unreadable): boolean {
  return list === null && message.startsWith(NOT_JUDGED);
}

/** Whether an entry of `unreadable` is an object that was read, and not judged because the report is as large as it may be. */
export function isBeyondLimit({ list, message }: Unreadable): boolean {
  return list === null && message.startsWith(BEYOND_LIMIT);
}

/** Whether an entry of `unreadable` was found or read, but not judged. */
export function isUnjudged(unreadable: Unreadable): boolean {
  return isUnjudgedChart(unreadable) || isBeyondLimit(unreadable);
}

/** Whether a run read the current namespace alone, since its user may not list all. */
export function isNarrowed({ notes }: Pick<Report, "notes">): boolean {
  return notes.some(({ code }) => code === "current-namespace");
}

/**
 * Finds the namespaces with a part that could not be read. An unreadable document, or an unreadable list of all namespaces, may have a part of every
 * namespace. If only the current namespace was read, the refused lists of all namespaces have nothing of it: its own lists were read instead.
 *
 * @returns whether something may be missing in a namespace that the report contains
 */
export function missingIn(report: Pick<Report, "notes" | "unreadable">): (namespace: string) => boolean {
  const narrowed = isNarrowed(report);
  const isReplaced = ({ list }: Unreadable): boolean =>
    narrowed && list !== null && list.namespace === null && list.rule !== "";
  const places = report.unreadable.filter((one) => !isReplaced(one)).map(({ list }) => list?.namespace ?? null);
  const missing = new Set(places);
  return (namespace) => missing.has(null) || missing.has(namespace);
}
