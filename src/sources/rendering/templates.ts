import { isAbsolute, join, relative, resolve } from "node:path";
import type { SourceItem } from "../../workloads/object.ts";
import type { RemarkCode } from "../../workloads/remark-codes.ts";
import { HelmCharts, noteOnChart, type ToolNote } from "./helm-charts.ts";
import { Kustomizations } from "./kustomizations.ts";
import type { Kustomization } from "./kustomization.ts";
import { kustomizeCommand } from "../../objects/kustomize-command.ts";

type Remarks = Generator<SourceItem, boolean, undefined>;

/** The inputs that were rendered, as absolute paths: only their output is judged. */
export interface RenderedSources {
  /** Directories of charts. */
  readonly charts: ReadonlySet<string>;
  /** The files of kustomizations, and the files and directories that they load. */
  readonly files: ReadonlySet<string>;
}

/** Nothing was rendered. */
export const NOTHING_RENDERED: RenderedSources = { charts: new Set(), files: new Set() };

/**
 * Notices the files from which another tool renders manifests. They are not judged, because the cluster never gets these texts. One remark for
 * each chart or kustomization names the command that renders it.
 *
 * Each method gets a file, yields the remarks on it, and returns whether the file is skipped.
 */
export class Templates {
  readonly #charts = new HelmCharts();
  readonly #kustomizations: Kustomizations;
  readonly #noted = new Set<string>();
  readonly #rendered: RenderedSources;

  /** @param paths the input files */
  constructor(paths: readonly string[], rendered: RenderedSources = NOTHING_RENDERED) {
    this.#kustomizations = new Kustomizations(paths);
    this.#rendered = rendered;
  }

  /** Called before a file is opened. */
  *beforeReading(path: string): Remarks {
    const chart = this.#charts.chartOfTemplate(path);
    if (chart !== undefined) return yield* this.#chart(path, chart);
    const owner = this.#charts.chartOfFile(path);
    if (owner !== undefined) {
      if (!this.#rendered.charts.has(owner)) yield { type: "file", file: path };
      return yield* this.#chart(path, owner);
    }
    const beside = this.#kustomizations.unfoundBeside(path);
    if (beside !== undefined && this.#kustomizations.isDifferent(beside)) yield* this.#kustomization(path, beside);
    const itself = this.#kustomizations.ofFile(path);
    const isRendered = this.#rendered.files.has(resolve(path));
    if (itself !== undefined) {
      if (!isRendered) yield { type: "file", file: path };
      if (!isRendered) yield { type: "other" };
      const { lostLine } = itself;
      if (lostLine !== undefined) yield remark("lost-document", { file: path, message: LOST }, lostLine);
      if (this.#kustomizations.isDifferent(itself)) yield* this.#kustomization(path, itself);
      return true;
    }
    return isRendered || this.#isRenderedValues(path) || (yield* this.#patch(path, false));
  }

  /** Called after a document could not be read and has `{{`. */
  *onFault(path: string): Remarks {
    const chart = this.#charts.chartAbove(path);
    return chart !== undefined && (yield* this.#chart(path, chart));
  }

  /** Called after a document was read that may be a patch. */
  *onPatch(path: string): Remarks {
    return yield* this.#patch(path, true);
  }

  *#patch(path: string, isSuspect: boolean): Remarks {
    const kustomization = this.#kustomizations.patchedBy(path, isSuspect);
    return kustomization !== undefined && (yield* this.#kustomization(path, kustomization));
  }

  *#chart(path: string, chart: string): Remarks {
    if (this.#rendered.charts.has(chart) || !this.#isNew(chart)) return true;
    yield remark("helm-chart", noteOnChart(named(chart, path)));
    return true;
  }

  *#kustomization(path: string, kustomization: Kustomization): Remarks {
    const { directory, fileName } = kustomization;
    if (this.#rendered.files.has(join(directory, fileName)) || !this.#isNew(directory)) return true;
    const user = kustomization.isComponent ? this.#kustomizations.userOf(kustomization) : kustomization;
    const shown = named(directory, path);
    const leftOut = this.#kustomizations.leftOut(kustomization);
    const what = kustomization.isComponent
      ? `is a kustomize component: ${leftOut}; build a kustomization that uses it to judge all of it`
      : `is a kustomization: ${leftOut}; build it to judge all of it`;
    const command = kustomizeCommand(user && named(user.directory, path), user && this.#kustomizations.needsOf(user));
    const message = `${shown} ${what}: ${command}`;
    yield remark("kustomization", { file: join(shown, fileName), message });
    return true;
  }

  /** Whether a file belongs to a chart or a kustomization that was rendered. */
  isRendered(path: string): boolean {
    const { charts, files } = this.#rendered;
    if (files.has(resolve(path))) return true;
    const chart =
      charts.size === 0 ? undefined : (this.#charts.chartOfTemplate(path) ?? this.#charts.chartOfFile(path));
    return this.#isRenderedValues(path) || (chart !== undefined && charts.has(chart));
  }

  #isRenderedValues(path: string): boolean {
    const { charts } = this.#rendered;
    return charts.size > 0 && charts.has(this.#charts.chartOfValues(path) ?? "");
  }

  #isNew(directory: string): boolean {
    const isNew = !this.#noted.has(directory);
    this.#noted.add(directory);
    return isNew;
  }
}

/** A warning, because the workloads are not judged as the tool renders them. Without it, they would look allowed. */
function remark(code: RemarkCode, { file, message }: ToolNote, line = 1): SourceItem {
  return { type: "remark", severity: "warning", code, message, source: { file, document: 0, line } };
}

const LOST = "kustomize reads only the first document of this file, so this one is lost; move it to a file of its own";

/** The path of a directory as the user would write it: absolute if the path of the file is, else relative to the working directory. */
function named(directory: string, path: string): string {
  return isAbsolute(path) ? directory : relative("", directory) || ".";
}
