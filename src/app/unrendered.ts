import { dirname, resolve } from "node:path";
import { compareSources } from "../report/workload.ts";
import type { NoteCode, Report } from "../report/report.ts";
import { namedInputs } from "../sources/files/named-inputs.ts";

/** The notes on directories that a tool must render before they can be judged. */
const UNRENDERED: ReadonlySet<NoteCode> = new Set<NoteCode>(["helm-chart", "kustomization"]);

/**
 * Reports each argument that is only a chart or a kustomization as unreadable: no workload in it was judged, so the run is not complete. A chart or a
 * kustomization below a searched directory stays a note. So does one with workloads that were judged as written, and a single template or patch of one.
 * The file of a kustomization names all of it.
 *
 * @param paths the arguments of the run
 */
export function reportUnrendered(report: Report, paths: readonly string[]): Report {
  const noted = report.notes.filter(({ code, severity }) => UNRENDERED.has(code) && severity !== "error");
  if (noted.length === 0) return report;
  const files = report.namespaces.flatMap(({ workloads }) => workloads.flatMap(({ source }) => source?.file ?? []));
  const unrendered = noted.filter(({ source }) => {
    if (source === null) return false;
    const directory = resolve(dirname(source.file));
    const file = resolve(source.file);
    const isNamed = paths.some((path) => resolve(path) === directory || resolve(path) === file);
    return isNamed && !files.some(namedInputs([directory]));
  });
  if (unrendered.length === 0) return report;
  const added = unrendered.map(({ source, message }) => ({ source, list: null, message: `not judged: ${message}` }));
  return {
    ...report,
    notes: report.notes.filter((note) => !unrendered.includes(note)),
    unreadable: [...report.unreadable, ...added].toSorted((a, b) => compareSources(a.source, b.source)),
    summary: { ...report.summary, unreadable: report.summary.unreadable + added.length },
  };
}
