import { existsSync } from "node:fs";
import { join } from "node:path";
import { decodeManifest } from "../files/decode-text.ts";
import { readTextFile } from "../files/read-text.ts";

/** A chart on the disk: its directory, and its name. */
interface Chart {
  readonly directory: string;
  readonly name: string;
}

/** Where the chart of piped output usually is, relative to the working directory. */
const PLACES = (name: string): readonly string[] => ["", name, join("charts", name)];

/** Returns the name of the chart in a directory; undefined if there is none. */
export function chartName(directory: string): string | undefined {
  const file = join(directory, "Chart.yaml");
  const chart = existsSync(file) ? readTextFile(file, decodeManifest) : undefined;
  // Nearly every chart has its name at the left margin.
  return chart !== undefined && "text" in chart ? /^name:\s*["']?([\w.-]+)/m.exec(chart.text)?.[1] : undefined;
}

/**
 * Returns a function that finds the file of a template by its name in Helm, which begins with the name of its chart: `web/templates/a.yaml`. If there
 * is no such file, as in a packed subchart, the name stays as it is.
 *
 * @param chart the chart that was rendered; undefined for piped output, whose chart is looked for in the working directory
 */
export function templateFiles(chart?: Chart): (template: string) => string {
  const charts = new Map<string, readonly string[]>();
  if (chart !== undefined) charts.set(chart.name, [chart.directory]);
  return (template) => {
    const end = template.indexOf("/");
    const name = template.slice(0, end);
    let places = charts.get(name);
    if (places === undefined) {
      places = chart === undefined ? PLACES(name).filter((directory) => chartName(directory || ".") === name) : [];
      charts.set(name, places);
    }
    const files = places.map((directory) => join(directory, template.slice(end + 1)));
    return files.find((file) => existsSync(file)) ?? template;
  };
}
