import { basename, dirname, join, resolve, sep } from "node:path";
import { realPathOf } from "../files/directory.ts";
import { STDIN_NAME } from "../../api/words/quoted.ts";
import type { HelmCharts } from "../rendering/helm-charts.ts";
import type { Kustomizations } from "../rendering/kustomizations.ts";
import type { ChangedFiles } from "./changed-files.ts";

/** What finds the charts and kustomizations that files belong to. */
export interface RenderingTools {
  readonly charts: Pick<HelmCharts, "chartOfTemplate" | "chartOfFile">;
  readonly kustomizations: Pick<Kustomizations, "ofFile" | "loads">;
}

/**
 * Tells which files of a run a branch touches. A file is touched if one of these is true:
 *
 * - it was changed, or a link that leads to it;
 * - git does not track it: it is new, ignored, outside of the repository, or standard input;
 * - it belongs to a submodule that was changed;
 * - it is the file or a template of a chart, and any file of the chart was changed or deleted;
 * - it is the file of a kustomization that loads a changed or deleted file, also through another kustomization.
 */
export class TouchedFiles {
  readonly #files: ChangedFiles;
  readonly #tools: RenderingTools;
  readonly #known = new Map<string, boolean>();

  constructor(files: ChangedFiles, tools: RenderingTools) {
    this.#files = files;
    this.#tools = tools;
  }

  /** @param file a path as a report names it */
  has(file: string): boolean {
    let known = this.#known.get(file);
    if (known === undefined) this.#known.set(file, (known = this.#isTouched(file)));
    return known;
  }

  /** Whether git knows that a file was changed: itself, a link that leads to it, or its submodule. */
  isChanged(file: string): boolean {
    return file !== STDIN_NAME && placesOf(file).some((place) => this.#contains(this.#files.changed, place));
  }

  #isTouched(file: string): boolean {
    if (file === STDIN_NAME) return true;
    const isTracked = placesOf(file).some((place) => this.#contains(this.#files.tracked, place));
    if (!isTracked || this.isChanged(file)) return true;
    const { charts, kustomizations } = this.#tools;
    const chart = charts.chartOfTemplate(file) ?? charts.chartOfFile(file);
    if (chart !== undefined && this.#hasChangeIn(chart)) return true;
    const kustomization = kustomizations.ofFile(file);
    return kustomization !== undefined && kustomizations.loads(kustomization, (path) => this.#hasChangeIn(path));
  }

  /** Whether a path is among the paths, or a submodule or a link above it. */
  #contains(paths: ReadonlySet<string>, path: string): boolean {
    if (paths.has(path)) return true;
    const inside = this.#files.root + sep;
    for (let at = dirname(path); at.startsWith(inside); at = dirname(at)) if (paths.has(at)) return true;
    return false;
  }

  /** Whether a file was changed or deleted, or anything below a directory. */
  #hasChangeIn(path: string): boolean {
    return placesOf(path).some((place) => {
      if (this.#contains(this.#files.changed, place)) return true;
      const inside = place + sep;
      for (const changed of this.#files.changed) if (changed.startsWith(inside)) return true;
      return false;
    });
  }
}

/** The paths that git may know a file by: as it is written, without links above it, and without any link. */
function placesOf(file: string): readonly string[] {
  const absolute = resolve(file);
  return [...new Set([absolute, join(realPathOf(dirname(absolute)), basename(absolute)), realPathOf(absolute)])];
}
