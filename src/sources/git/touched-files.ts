import { existsSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { realPathOf } from "../files/directory.ts";
import { STDIN_NAME } from "../../api/words/quoted.ts";
import { ancestors, type HelmCharts } from "../rendering/helm-charts.ts";
import type { Kustomization } from "../rendering/kustomization.ts";
import type { Kustomizations } from "../rendering/kustomizations.ts";
import type { ChangedFiles } from "./changed-files.ts";

/** The functions that find the charts and kustomizations that files belong to. */
export interface RenderingTools {
  readonly charts: Pick<HelmCharts, "chartOfTemplate" | "chartOfFile">;
  readonly sourcesOfChart: (directory: string) => readonly string[];
  readonly kustomizations: Pick<Kustomizations, "ofFile" | "inDirectory">;
}

/**
 * Tells which files of a run a branch touches. A file is touched if one of these is true:
 *
 * - it was changed, or a link that leads to it;
 * - git does not track it: it is new, ignored, outside of the repository, or standard input;
 * - it belongs to a submodule that was changed;
 * - it is the file or a template of a chart, and any file of the chart, or of a chart that it depends on, was changed or deleted;
 * - it is the file of a kustomization that loads a changed or deleted file, also through another kustomization.
 */
export class TouchedFiles {
  readonly #files: ChangedFiles;
  readonly #tools: RenderingTools;
  readonly #known = new Map<string, boolean>();
  /** Answers of `#loadsChange`, by directory. Overlays share their bases. */
  readonly #loadingChange = new Map<string, boolean>();
  /** Whether a chart renders a change, by its directory. */
  readonly #changedCharts = new Map<string, boolean>();
  /** Every directory above a changed file. */
  #directoriesAbove: ReadonlySet<string> | undefined;

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

  /** How a changed file was changed. */
  changeOf(file: string): "added" | "changed" | "deleted" {
    if (!existsSync(file)) return "deleted";
    return placesOf(file).some((place) => this.#contains(this.#files.earlier, place)) ? "changed" : "added";
  }

  /** Whether git tracks a file, or the submodule that it is in. */
  isTracked(file: string): boolean {
    return file !== STDIN_NAME && placesOf(file).some((place) => this.#contains(this.#files.tracked, place));
  }

  #isTouched(file: string): boolean {
    if (!this.isTracked(file) || this.isChanged(file)) return true;
    const { charts, kustomizations } = this.#tools;
    const chart = charts.chartOfTemplate(file) ?? charts.chartOfFile(file);
    if (chart !== undefined && this.#rendersChange(chart)) return true;
    const kustomization = kustomizations.ofFile(file);
    return kustomization !== undefined && this.#loadsChange(kustomization);
  }

  /** Whether a chart, or one that it depends on, has a change. */
  #rendersChange(chart: string): boolean {
    let known = this.#changedCharts.get(chart);
    if (known === undefined) {
      known = [chart, ...this.#tools.sourcesOfChart(chart)].some((directory) => this.#hasChangeIn(directory));
      this.#changedCharts.set(chart, known);
    }
    return known;
  }

  /** Whether a kustomization, or one that it builds on, loads a path with a change: its own file, a file that it names, its charts. */
  #loadsChange(kustomization: Kustomization): boolean {
    const seen = new Set<string>();
    const answer = this.#searchChange(kustomization, seen);
    // A search that found nothing is complete for each directory that it entered.
    if (!answer) for (const directory of seen) this.#loadingChange.set(directory, false);
    return answer;
  }

  #searchChange(
    { directory, fileName, references, rendersCharts, chartHome }: Kustomization,
    seen: Set<string>,
  ): boolean {
    const known = this.#loadingChange.get(directory);
    if (known !== undefined) return known;
    seen.add(directory);
    const own = [join(directory, fileName), ...(rendersCharts ? [chartHome] : [])];
    const answer =
      own.some((path) => this.#hasChangeIn(path)) ||
      references.some((path) => {
        if (seen.has(path)) return false;
        const next = this.#tools.kustomizations.inDirectory(path);
        return next === undefined ? this.#hasChangeIn(path) : this.#searchChange(next, seen);
      });
    if (answer) this.#loadingChange.set(directory, true);
    return answer;
  }

  /** Whether a path is among the paths, or a submodule or a link above it. */
  #contains(paths: Pick<ReadonlySet<string>, "has">, path: string): boolean {
    if (paths.has(path)) return true;
    const inside = this.#files.root + sep;
    for (let at = dirname(path); at.startsWith(inside); at = dirname(at)) if (paths.has(at)) return true;
    return false;
  }

  /** Whether a file was changed or deleted, or anything below a directory. */
  #hasChangeIn(path: string): boolean {
    this.#directoriesAbove ??= new Set([...this.#files.changed].flatMap((changed) => ancestors(changed)));
    const above = this.#directoriesAbove;
    return placesOf(path).some((place) => above.has(place) || this.#contains(this.#files.changed, place));
  }
}

/** The paths that git may know a file by: as it is written, without links above it, and without any link. */
function placesOf(file: string): readonly string[] {
  const absolute = resolve(file);
  return [...new Set([absolute, join(realPathOf(dirname(absolute)), basename(absolute)), realPathOf(absolute)])];
}
