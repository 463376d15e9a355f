import { dirname, resolve } from "node:path";
import { compareSources } from "../report/workload.ts";
import type { Note, NoteCode, Report } from "../report/report.ts";
import { NOT_JUDGED } from "../api/words/not-judged.ts";
import { namedInputs, searchesDirectory } from "../sources/files/named-inputs.ts";

/** The notes on directories that a tool must render before they can be judged. */
const UNRENDERED: ReadonlySet<NoteCode> = new Set<NoteCode>(["helm-chart", "kustomization"]);

/**
 * Reports charts and kustomizations as inputs that were not judged, so that a run without a verdict on them is incomplete:
 *
 * - each argument that is only a chart or a kustomization. The file of a chart or a kustomization names all of it;
 * - if nothing was judged at all, each one that was found, also if an argument names only a template of a chart.
 *
 * Beside other workloads, one below a searched directory stays a note. So does one with workloads that were judged as written, and the kustomization
 * of patches that are named as files, because pre-commit names the files of a commit.
 *
 * @param paths the arguments of the run
 */
export function reportUnrendered(report: Report, paths: readonly string[]): Report {
  const noted = report.notes.filter(({ code, severity }) => UNRENDERED.has(code) && severity !== "error");
  if (noted.length === 0) return report;
  const files = report.namespaces.flatMap(({ workloads }) => workloads.flatMap(({ source }) => source?.file ?? []));
  const isJudged = report.summary.workloads > 0;
  const unrendered = noted.filter((note) => isNamed(note, paths, files) || (!isJudged && !isOnlyPatched(note, paths)));
  if (unrendered.length === 0) return report;
  const added = unrendered.map(({ source, message }) => ({
    source,
    list: null,
    message: NOT_JUDGED + message,
    isUnrendered: true as const,
  }));
  return {
    ...report,
    notes: report.notes.filter((note) => !unrendered.includes(note)),
    unreadable: [...report.unreadable, ...added].toSorted((a, b) => compareSources(a.source, b.source)),
    summary: { ...report.summary, unreadable: report.summary.unreadable + added.length },
  };
}

/** Whether an argument is a chart or a kustomization, or its file, and nothing in it was judged. */
function isNamed({ source }: Note, paths: readonly string[], judged: readonly string[]): boolean {
  if (source === null) return false;
  const directory = resolve(dirname(source.file));
  const file = resolve(source.file);
  const isArgument = paths.some((path) => resolve(path) === directory || resolve(path) === file);
  return isArgument && !judged.some(namedInputs([directory]));
}

/** Whether the arguments name patches of a kustomization, each as a file, and not the kustomization. */
function isOnlyPatched({ code, source }: Note, paths: readonly string[]): boolean {
  if (code !== "kustomization" || source === null) return false;
  return !namedInputs(paths)(source.file) && !searchesDirectory(paths, dirname(source.file));
}
