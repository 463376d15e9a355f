import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { decodeManifest } from "../files/decode-text.ts";
import { readTextFile } from "../files/read-text.ts";
import { shellPath } from "../../api/words/shell-word.ts";

const CHART_FILE = "Chart.yaml";
const VALUES_FILE = "values.yaml";
const TEMPLATES = "templates";
const SUBCHARTS = "charts";
/** Helm installs the files of this directory without rendering them. */
const CRDS = "crds";

/** A quick test, before a path is split. */
const BELOW_TEMPLATES = /[\\/]templates[\\/]/;

/** The version of a chart's format, which Helm requires, and a key that no chart has. */
const CHART_VERSION = /^["']?apiVersion["']?:[ \t]*["']?v[12]["']?[ \t]*(?:#.*)?\r?$/m;
const KIND = /^["']?kind["']?:/m;

/** Finds the charts that files belong to. Directories are absolute paths, and each is examined once. */
export class HelmCharts {
  readonly #known = new Map<string, boolean>();

  /**
   * The chart of a file below a `templates` directory; the outermost one, because Helm renders subcharts with their chart. Every file there is a
   * template to Helm, even without a single `{{`.
   */
  chartOfTemplate(path: string): string | undefined {
    const absolute = resolve(path);
    if (!absolute.includes(TEMPLATES) || !BELOW_TEMPLATES.test(absolute)) return undefined;
    const chart = ancestors(absolute)
      .filter((directory) => basename(directory) === TEMPLATES)
      .map((directory) => dirname(directory))
      .findLast((directory) => this.#isChart(directory));
    return chart && this.#outermost(chart);
  }

  /**
   * The chart whose Chart.yaml, or that of a subchart, a file is; undefined for any other file, and for a file of that name that is no chart's. A chart
   * without templates is one too: its subcharts have them, or are not yet downloaded.
   */
  chartOfFile(path: string): string | undefined {
    if (basename(path) !== CHART_FILE) return undefined;
    const absolute = resolve(path);
    const file = readTextFile(absolute, decodeManifest);
    const isChart = "text" in file && CHART_VERSION.test(file.text) && !KIND.test(file.text);
    return isChart ? this.#outermost(dirname(absolute)) : undefined;
  }

  /** The chart whose own values, or those of a subchart, a file has; undefined for any other file. */
  chartOfValues(path: string): string | undefined {
    const directory = dirname(resolve(path));
    return basename(path) === VALUES_FILE && this.#isChart(directory) ? this.#outermost(directory) : undefined;
  }

  /** The chart that a file is anywhere below; undefined for the chart's CRDs, which are not templates. */
  chartAbove(path: string): string | undefined {
    const absolute = resolve(path);
    const directories = ancestors(absolute);
    const chart = directories.find((each) => this.#isChart(each) && existsSync(join(each, TEMPLATES)));
    if (chart === undefined || directories.includes(join(chart, CRDS))) return undefined;
    return this.#outermost(chart);
  }

  #outermost(chart: string): string {
    for (let inner = chart; ;) {
      const outer = dirname(dirname(inner));
      if (basename(dirname(inner)) !== SUBCHARTS || !this.#isChart(outer)) return inner;
      inner = outer;
    }
  }

  #isChart(directory: string): boolean {
    let known = this.#known.get(directory);
    if (known === undefined) this.#known.set(directory, (known = existsSync(join(directory, CHART_FILE))));
    return known;
  }
}

/** A note on a chart or kustomization. */
export interface ToolNote {
  readonly file: string;
  readonly message: string;
}

/**
 * Writes the note on a chart.
 *
 * @param directory the chart, as a shell in the working directory names it
 */
export function noteOnChart(directory: string): ToolNote {
  const file = join(directory, CHART_FILE);
  const chart = readTextFile(file, decodeManifest);
  const text = "text" in chart ? chart.text : "";
  if (isLibrary(text)) {
    const message = `${directory} is a Helm library chart: render a chart that uses it to judge its templates: kubectl pss lint --render CHART`;
    return { file, message };
  }
  const word = shellPath(directory);
  // A chart whose key is not at the left margin gets half a hint, so parsing the file is not worth it.
  const isMissingSubcharts = /^dependencies:[ \t]*(?:#.*)?$/m.test(text) && !existsSync(join(directory, SUBCHARTS));
  const fetch = isMissingSubcharts ? `helm dependency build ${word} && ` : "";
  const command = `${fetch}kubectl pss lint --render ${word}`;
  return { file, message: `${directory} is a Helm chart: render it to judge its templates: ${command}` };
}

/** Whether a chart is a library, which Helm renders only as a part of other charts. */
export function isLibraryChart(directory: string): boolean {
  const chart = readTextFile(join(directory, CHART_FILE), decodeManifest);
  return "text" in chart && isLibrary(chart.text);
}

/** Nearly every chart has its type at the left margin. */
function isLibrary(chart: string): boolean {
  return /^type:\s*["']?library\b/m.test(chart);
}

/** The directories above a file, the nearest first. */
export function ancestors(absolute: string): string[] {
  const directories: string[] = [];
  for (let at = dirname(absolute); ; at = dirname(at)) {
    directories.push(at);
    if (dirname(at) === at) return directories;
  }
}
