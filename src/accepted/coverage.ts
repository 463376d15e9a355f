import type { Covers } from "./accepted-violations.ts";
import { isNarrowed, missingIn } from "../report/gaps/missing.ts";
import type { NoteCode, Report } from "../report/report.ts";

/** The parts of an audit, or of a plan, that tell what it read. */
interface ReadParts extends Pick<Report, "notes" | "unreadable"> {
  readonly namespaces: readonly { readonly name: string }[];
}

/**
 * The coverage of an audit: the selected namespaces that it could read. A refused list may contain violations of its namespace; an unreadable list
 * of all namespaces, or an unreadable document, may contain violations of every namespace. If only the current namespace was read, no other is
 * covered.
 *
 * @param isSelected whether the audit was for a namespace
 */
export function coverageOfAudit(report: ReadParts, isSelected: (namespace: string) => boolean): Covers {
  const isMissing = missingIn(report);
  const read = isNarrowed(report) ? new Set(report.namespaces.map(({ name }) => name)) : undefined;
  return ({ namespace }) => isSelected(namespace) && read?.has(namespace) !== false && !isMissing(namespace);
}

/** The notes on charts and kustomizations that this run did not render. An earlier run may have done so. */
const UNRENDERED: ReadonlySet<NoteCode> = new Set<NoteCode>(["helm-chart", "kustomization"]);

/**
 * The coverage of a lint: the files that its arguments name, except those that could not be read completely, and charts and kustomizations that were
 * not rendered.
 *
 * @param isInput whether the arguments name a file, or a directory above it
 */
export function coverageOfLint({ unreadable, notes }: Report, isInput: (file: string) => boolean): Covers {
  const all = [...unreadable, ...notes.filter(({ code }) => UNRENDERED.has(code))];
  // The results of a chart are in its templates.
  const missing = all.flatMap(({ source }) =>
    source === null ? [] : source.file.toWellFormed().replace(/[/\\]Chart\.yaml$/, ""),
  );
  const isMissing = (file: string): boolean => missing.some((path) => isBelow(file, path));
  return ({ file }) => file !== null && isInput(file) && !isMissing(file);
}

/** Whether a file is at or below a path, which may be an unreadable directory. */
function isBelow(file: string, path: string): boolean {
  const directory = path.replace(/[/\\]+$/, "");
  return file === path || file.startsWith(`${directory}/`) || file.startsWith(`${directory}\\`);
}
