import type { Report } from "../report.ts";
import { isNarrowed, missingIn } from "./missing.ts";

/** The parts of an audit, or of a plan, that tell what it read. */
interface ReadParts extends Pick<Report, "notes" | "unreadable"> {
  readonly namespaces: readonly { readonly name: string }[];
}

/**
 * Finds the namespaces that an audit has read completely. A refused list may contain violations of its namespace; an unreadable list of all
 * namespaces, or an unreadable document, may contain violations of every namespace. If only the current namespace was read, no other is covered.
 *
 * @param isSelected whether the audit was for a namespace
 */
export function coveredNamespaces(
  report: ReadParts,
  isSelected: (namespace: string) => boolean,
): (namespace: string) => boolean {
  const isMissing = missingIn(report);
  const read = isNarrowed(report) ? new Set(report.namespaces.map(({ name }) => name)) : undefined;
  return (namespace) => isSelected(namespace) && read?.has(namespace) !== false && !isMissing(namespace);
}
