import { basename, dirname, join, resolve, sep } from "node:path";
import { realPathOf } from "../files/directory.ts";
import { STDIN_NAME } from "../../api/words/quoted.ts";
import { ancestors, HelmCharts } from "../rendering/helm-charts.ts";
import { Kustomizations } from "../rendering/kustomizations.ts";
import type { ChangedFiles } from "./changed-files.ts";

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
  readonly #charts = new HelmCharts();
  readonly #kustomizations = new Kustomizations([]);
  readonly #known = new Map<string, boolean>();

  constructor(files: ChangedFiles) {
    this.#files = files;
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
    const chart = this.#charts.chartOfTemplate(file) ?? this.#charts.chartOfFile(file);
    if (chart !== undefined && this.#hasChangeIn(chart)) return true;
    const kustomization = this.#kustomizations.ofFile(file);
    return kustomization !== undefined && this.#kustomizations.loads(kustomization, (path) => this.#hasChangeIn(path));
  }

  /** Whether a path is among the paths, or a submodule or a link above it. */
  #contains(paths: ReadonlySet<string>, path: string): boolean {
    if (paths.has(path)) return true;
    const { root } = this.#files;
    return ancestors(path).some((directory) => directory.startsWith(root + sep) && paths.has(directory));
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
