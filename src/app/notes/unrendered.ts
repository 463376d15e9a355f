import { dirname, resolve } from "node:path";
import { NOT_JUDGED } from "../../api/words/not-judged.ts";
import { compareSources } from "../../report/workload.ts";
import { isUnrendered } from "../../report/notes/unrendered.ts";
import type { Note, Report } from "../../report/report.ts";
import { namedInputs, searchesDirectory } from "../../sources/files/named-inputs.ts";
import type { Items } from "../inputs/opened-objects.ts";

/** The parts of a report or a plan about its inputs. */
type InputParts = Pick<Report, "notes" | "unreadable">;

/** The inputs of a run. */
interface RunInputs {
  /** The arguments. */
  readonly paths: readonly string[];
  /** Returns the files with workloads. Called only if there is a chart or a kustomization. */
  readonly judged: () => Iterable<string>;
}

/**
 * Reports charts and kustomizations as inputs that were not judged, so that a run without a verdict on them is incomplete:
 *
 * - each argument that is only a chart or a kustomization. The file of a chart or a kustomization names all of it;
 * - if nothing was judged at all, each one that was found, also if an argument names only a template of a chart.
 *
 * Beside other workloads, one below a searched directory stays a note. So does one with workloads that were judged as written, and the kustomization
 * of patches that are named as files, because pre-commit names the files of a commit.
 */
export function withUnrendered<Parts extends InputParts>(parts: Parts, { paths, judged }: RunInputs): Parts {
  const noted = parts.notes.filter(({ code, severity }) => isUnrendered(code) && severity !== "error");
  if (noted.length === 0) return parts;
  const files = [...judged()];
  const unrendered = noted.filter(
    (note) => isNamed(note, paths, files) || (files.length === 0 && !isOnlyPatched(note, paths)),
  );
  if (unrendered.length === 0) return parts;
  const added = unrendered.map(({ source, message }) => ({
    source,
    list: null,
    message: NOT_JUDGED + message,
    isUnrendered: true as const,
  }));
  return {
    ...parts,
    notes: parts.notes.filter((note) => !unrendered.includes(note)),
    unreadable: [...parts.unreadable, ...added].toSorted((a, b) => compareSources(a.source, b.source)),
  };
}

/** Reports the charts and kustomizations of a lint, an audit or a dry run, and counts them in its summary. */
export function reportUnrendered(report: Report, inputs: RunInputs): Report {
  const all = withUnrendered(report, inputs);
  const added = all.unreadable.length - report.unreadable.length;
  return { ...all, summary: { ...all.summary, unreadable: all.summary.unreadable + added } };
}

/**
 * The inputs of an audit, a dry run or a plan of files, after they were read; none of a cluster.
 *
 * @param paths the values of `-f`
 */
export function inputsOf(items: Items, paths: readonly string[] = []): RunInputs {
  return items.type === "files" ? { paths, judged: () => items.judged } : { paths: [], judged: () => [] };
}

/** The files with workloads that a report has. */
export function filesIn({ namespaces }: Report): readonly string[] {
  return namespaces.flatMap(({ workloads }) => workloads.flatMap(({ source }) => source?.file ?? []));
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
