import type { Covers } from "./accepted-violations.ts";
import type { Report } from "../report/report.ts";

/**
 * The coverage of an audit: the namespaces that it was asked about and could read. In a namespace with a refused list, violations may still be
 * there; an unread list of all namespaces, or an unread document, may contain any of them.
 *
 * @param isSelected whether a namespace was asked about
 */
export function coverageOfAudit({ unreadable }: Report, isSelected: (namespace: string) => boolean): Covers {
  const isWholeMissing = unreadable.some(({ list }) => list === null || list.namespace === null);
  if (isWholeMissing) return () => false;
  const missing = new Set(unreadable.map(({ list }) => list?.namespace));
  return ({ namespace }) => isSelected(namespace) && !missing.has(namespace);
}

/**
 * The coverage of a lint: the files that its arguments name, except those that could not be read completely.
 *
 * @param isInput whether the arguments name a file, or a directory above it
 */
export function coverageOfLint({ unreadable }: Report, isInput: (file: string) => boolean): Covers {
  const missing = unreadable.flatMap(({ source }) => (source === null ? [] : source.file.toWellFormed()));
  const isMissing = (file: string): boolean => missing.some((path) => isBelow(file, path));
  return ({ file }) => file !== null && isInput(file) && !isMissing(file);
}

/** A directory may be what could not be read. */
function isBelow(file: string, path: string): boolean {
  const directory = path.replace(/[/\\]+$/, "");
  return file === path || file.startsWith(`${directory}/`) || file.startsWith(`${directory}\\`);
}
