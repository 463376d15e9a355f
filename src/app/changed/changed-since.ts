/**
 * Restricts a lint to the files that a branch touches (`--changed-since`). The bundle has it in a separate file, since most runs judge all files.
 */
import { UserError } from "../../api/user-error.ts";
import { count } from "../../api/words/plural.ts";
import { shorten } from "../../api/words/quoted.ts";
import type { Note, Report, Source } from "../../report/report.ts";
import { summarizeWorkloads } from "../../report/summary.ts";
import { compareNotes } from "../../report/note-order.ts";
import { findChangedFiles } from "../../sources/git/changed-files.ts";
import { TouchedFiles, type RenderingTools } from "../../sources/git/touched-files.ts";
import type { SourceItem } from "../../workloads/object.ts";
import type { Changes, ChangesRequest } from "./changes.ts";

/**
 * Finds the changed files before anything else is read, so that a wrong revision ends the run at once.
 *
 * @param env the environment variables, with the PATH that has git
 * @param tools find charts and kustomizations; passed in, because the bundle's main file has them already
 * @throws UserError if they cannot be found
 */
export async function readChanges(
  { revision, decisive }: ChangesRequest,
  env: Readonly<Record<string, string | undefined>>,
  tools: RenderingTools,
): Promise<Changes> {
  if (revision === "") {
    throw new UserError("--changed-since needs a revision", "Name a branch, a tag or a commit: --changed-since main");
  }
  const changed = await findChangedFiles(revision, env);
  const touched = new TouchedFiles(changed, tools);
  const since = `${shorten(revision)} (${changed.base.slice(0, 12)})`;
  // Other defaults, exemptions, levels or accepted violations change the result of every file.
  const isAll = decisive.some((file) => touched.isChanged(file));
  const has = (file: string): boolean => isAll || touched.has(file);
  // A chart renders other objects with other values.
  const hasSource = ({ file, rendered }: Source): boolean => has(file) || rendered?.values.some(has) === true;
  const isNamespaceChanged = (source: Source): boolean => {
    const { file, rendered } = source;
    return isAll || touched.isChanged(file) || (rendered !== undefined && touched.isTracked(file) && hasSource(source));
  };
  const inputs = new Set<string>();
  const namespaces = new Set<string>();
  const watch = (item: SourceItem): void => {
    if (item.type === "file") inputs.add(item.file);
    else if (item.type === "namespace" && isNamespaceChanged(item.source)) namespaces.add(item.name);
  };
  return {
    watch: (read) =>
      function* () {
        for (const item of read()) {
          watch(item);
          yield item;
        }
      },
    isTouched: hasSource,
    restrict(report) {
      const restricted = onlyTouched(report, hasSource, namespaces);
      const files = [...inputs].filter(has).length;
      return withNote(restricted, noteOn(report, restricted, { files, inputs: inputs.size, since }));
    },
  };
}

/**
 * Leaves out the workloads, notes and unreadable inputs of files that are not touched. All workloads of a namespace stay if its Namespace was changed,
 * because other labels change their verdicts. A namespace keeps what was computed from all its workloads, such as the level that it is ready for.
 */
function onlyTouched(report: Report, has: (source: Source) => boolean, changed: ReadonlySet<string>): Report {
  const isTouched = ({ source }: Pick<Note, "source">): boolean => source === null || has(source);
  const namespaces = report.namespaces.flatMap((namespace) => {
    if (changed.has(namespace.name)) return [namespace];
    const workloads = namespace.workloads.filter(isTouched);
    return workloads.length === 0 ? [] : [{ ...namespace, workloads }];
  });
  const notes = report.notes.filter(isTouched);
  const unreadable = report.unreadable.filter(isTouched);
  const counts = summarizeWorkloads(namespaces.flatMap(({ workloads }) => workloads));
  const summary = { ...report.summary, ...counts, namespaces: namespaces.length, unreadable: unreadable.length };
  return { ...report, namespaces, notes, unreadable, summary };
}

function noteOn(
  all: Report,
  restricted: Report,
  { files, inputs, since }: { readonly files: number; readonly inputs: number; readonly since: string },
): string {
  const lost = [
    [all.summary.workloads - restricted.summary.workloads, "workload"],
    [all.notes.length - restricted.notes.length, "note"],
    [all.unreadable.length - restricted.unreadable.length, "unreadable input"],
  ] as const;
  const parts = lost.filter(([number]) => number > 0).map(([number, noun]) => count(number, noun));
  const what =
    files === 0 ? `no input changed since ${since}` : `${files} of ${count(inputs, "file")} changed since ${since}`;
  return parts.length === 0 ? what : `${what}; the others are read, and left out of the report: ${parts.join(", ")}`;
}

function withNote(report: Report, message: string): Report {
  const note: Note = { severity: "info", code: "changed-since", message, source: null };
  return { ...report, notes: [...report.notes, note].toSorted(compareNotes) };
}
