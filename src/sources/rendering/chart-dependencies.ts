import { existsSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../../api/record.ts";
import { readDocuments } from "../../text/documents.ts";
import { decodeManifest } from "../files/decode-text.ts";
import { listDirectory } from "../files/directory.ts";
import { readTextFile } from "../files/read-text.ts";
import { chartName } from "./template-file.ts";

/** A chart whose dependencies are not all in its directory `charts`. */
export interface IncompleteChart {
  readonly directory: string;
  readonly missing: readonly string[];
}

/** A chart of the apiVersion v1 has its dependencies in a file of their own. */
const FILES: readonly string[] = ["Chart.yaml", "requirements.yaml"];
const SUBCHARTS = "charts";
/** Charts within charts. No chart is that deep, but a link may lead back to one. */
const MOST_LEVELS = 20;

/**
 * Finds the chart, or the first of its unpacked subcharts, that lacks a dependency. Helm itself refuses only a chart, and leaves out what a subchart
 * lacks. The contents of packed subcharts are not examined.
 */
export function findIncomplete(directory: string, level = 0): IncompleteChart | undefined {
  if (level > MOST_LEVELS) return undefined;
  const entries = listDirectory(join(directory, SUBCHARTS)).entries ?? [];
  const packed = entries.map(({ name }) => name).filter((name) => name.endsWith(".tgz"));
  const unpacked = entries
    .filter((entry) => !entry.name.startsWith(".") && !entry.name.startsWith("_") && !entry.isFile())
    .map(({ name }) => join(directory, SUBCHARTS, name));
  const names = new Set(unpacked.map((path) => chartName(path)));
  const isThere = (name: string): boolean =>
    names.has(name) || packed.some((file) => file.startsWith(`${name}-`) && /^\d/.test(file.slice(name.length + 1)));
  const missing = dependenciesOf(directory).filter((name) => !isThere(name));
  if (missing.length > 0) return { directory, missing };
  for (const path of unpacked) {
    const incomplete = findIncomplete(path, level + 1);
    if (incomplete !== undefined) return incomplete;
  }
  return undefined;
}

/** The names of the charts that a chart depends on, each once; none if its file cannot be read, which Helm reports. */
function dependenciesOf(directory: string): readonly string[] {
  const names = FILES.map((file) => join(directory, file))
    .filter((file) => existsSync(file))
    .flatMap((file) => {
      const content = readTextFile(file, decodeManifest);
      if (!("text" in content)) return [];
      const [document] = readDocuments(content.text);
      const value = document !== undefined && "value" in document ? document.value : undefined;
      const dependencies = isRecord(value) ? value["dependencies"] : undefined;
      return Array.isArray(dependencies) ? dependencies : [];
    })
    .map((dependency: unknown) => (isRecord(dependency) ? dependency["name"] : undefined));
  return [...new Set(names.filter((name) => typeof name === "string"))];
}
