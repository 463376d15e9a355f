import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { decodeManifest } from "../files/decode-text.ts";
import { readTextFile } from "../files/read-text.ts";
import { shellPath } from "../../api/shell-word.ts";

const CHART_FILE = "Chart.yaml";
const TEMPLATES = "templates";
const SUBCHARTS = "charts";
/** Helm installs what is in here as it is, and renders none of it. */
const CRDS = "crds";

/** Cheaper than to take every path apart. */
const BELOW_TEMPLATES = /[\\/]templates[\\/]/;

/** Tells which files Helm renders. Directories are absolute paths; each is looked into once. */
export class HelmCharts {
  readonly #known = new Map<string, boolean>();

  /**
   * The chart whose `templates` a file is below, which is the outermost one: Helm renders a chart's subcharts with it. Whatever stands
   * there is a template to Helm, also without a single `{{`.
   */
  chartOfTemplate(path: string): string | undefined {
    const absolute = resolve(path);
    if (!BELOW_TEMPLATES.test(absolute)) return undefined;
    const chart = ancestors(absolute)
      .filter((directory) => basename(directory) === TEMPLATES)
      .map((directory) => dirname(directory))
      .findLast((directory) => this.#isChart(directory));
    return chart && this.#outermost(chart);
  }

  /** The chart that a file is anywhere below, but for what is no template to Helm: its CRDs. */
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

/** What is to be said of a chart, and where. */
export interface ToolNote {
  readonly file: string;
  readonly message: string;
}

/** @param directory the chart, as a shell in the working directory is to name it */
export function noteOnChart(directory: string): ToolNote {
  const file = join(directory, CHART_FILE);
  const chart = readTextFile(file, decodeManifest);
  const text = "text" in chart ? chart.text : "";
  // Both keys stand at the left margin of nearly every chart: not worth parsing the file, as all that can be missed is half a hint.
  if (/^type:\s*["']?library\b/m.test(text)) {
    const message = `${directory} is a Helm library chart: what it defines is judged in the charts that use it: helm template CHART | kubectl pss lint -`;
    return { file, message };
  }
  const word = shellPath(directory);
  const isMissingSubcharts = /^dependencies:[ \t]*(?:#.*)?$/m.test(text) && !existsSync(join(directory, SUBCHARTS));
  // Not `helm template --dependency-update`, which tells of its downloads on standard output.
  const fetch = isMissingSubcharts ? `helm dependency build ${word} && ` : "";
  const command = `${fetch}helm template ${word} | kubectl pss lint -`;
  return { file, message: `${directory} is a Helm chart: its templates are judged as they are rendered: ${command}` };
}

/** The directories that a file is below, the nearest first. */
export function ancestors(absolute: string): string[] {
  const directories: string[] = [];
  for (let at = dirname(absolute); ; at = dirname(at)) {
    directories.push(at);
    if (dirname(at) === at) return directories;
  }
}
