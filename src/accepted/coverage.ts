import type { Covers } from "./accepted-violations.ts";
import type { Report } from "../report/report.ts";

/**
 * What an audit has looked at: the namespaces that it was asked about and could read. Of a namespace of which a list was refused it cannot be
 * told what is no longer there; a list of all namespaces, or a document, may have held anything.
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
 * What a lint has looked at: the files that its arguments name, but for those that could not be read as a whole.
 *
 * @param isInput whether a file is one that the arguments name, or stands below a directory that they name
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
