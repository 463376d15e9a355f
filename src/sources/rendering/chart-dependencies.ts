import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { isRecord } from "../../api/record.ts";
import { readDocuments } from "../../text/documents.ts";
import { decodeManifest } from "../files/decode-text.ts";
import { listDirectory, realPathOf } from "../files/directory.ts";
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
/** The repository of a dependency whose chart is a directory beside: `file://../common`. */
const LOCAL_REPOSITORY = "file://";

/**
 * Finds the other charts that a chart renders, as directories without links: its unpacked subcharts, and the dependencies whose repository is a
 * path, with theirs. `helm dependency build` packs the latter into `charts`, which git often ignores.
 *
 * @param directory an absolute path
 */
export function sourcesOfChart(directory: string): readonly string[] {
  const start = realPathOf(directory);
  const found = new Set([start]);
  // A set also visits what is added to it on the way. Links and dependencies may lead back.
  for (const chart of found) {
    const local = dependenciesOf(chart).flatMap(({ repository }) =>
      repository?.startsWith(LOCAL_REPOSITORY) === true
        ? [resolve(chart, repository.slice(LOCAL_REPOSITORY.length))]
        : [],
    );
    for (const path of [...local, ...unpackedSubcharts(chart)]) found.add(realPathOf(path));
  }
  found.delete(start);
  return [...found];
}

/**
 * Finds the chart, or the first of its unpacked subcharts, that lacks a dependency. Helm itself refuses only a chart, and leaves out what a subchart
 * lacks. The contents of packed subcharts are not examined.
 */
export function findIncomplete(directory: string, level = 0): IncompleteChart | undefined {
  if (level > MOST_LEVELS) return undefined;
  const entries = listDirectory(join(directory, SUBCHARTS)).entries ?? [];
  const packed = entries.map(({ name }) => name).filter((name) => name.endsWith(".tgz"));
  const unpacked = unpackedSubcharts(directory);
  const names = new Set(unpacked.map((path) => chartName(path)));
  const isThere = (name: string): boolean =>
    names.has(name) || packed.some((file) => file.startsWith(`${name}-`) && /^\d/.test(file.slice(name.length + 1)));
  const required = new Set(dependenciesOf(directory).flatMap(({ name }) => name ?? []));
  const missing = [...required].filter((name) => !isThere(name));
  if (missing.length > 0) return { directory, missing };
  for (const path of unpacked) {
    const incomplete = findIncomplete(path, level + 1);
    if (incomplete !== undefined) return incomplete;
  }
  return undefined;
}

/** The directories in `charts` that Helm takes for subcharts. */
function unpackedSubcharts(directory: string): readonly string[] {
  const entries = listDirectory(join(directory, SUBCHARTS)).entries ?? [];
  return entries
    .filter((entry) => !entry.name.startsWith(".") && !entry.name.startsWith("_") && !entry.isFile())
    .map(({ name }) => join(directory, SUBCHARTS, name));
}

/** A chart that another one depends on. A field that is no text is undefined. */
interface Dependency {
  readonly name: string | undefined;
  readonly repository: string | undefined;
}

/** The dependencies of a chart; none if its file cannot be read, which Helm reports. */
function dependenciesOf(directory: string): readonly Dependency[] {
  return FILES.map((file) => join(directory, file))
    .filter((file) => existsSync(file))
    .flatMap((file) => {
      const content = readTextFile(file, decodeManifest);
      if (!("text" in content)) return [];
      const [document] = readDocuments(content.text);
      const value = document !== undefined && "value" in document ? document.value : undefined;
      const dependencies = isRecord(value) ? value["dependencies"] : undefined;
      return Array.isArray(dependencies) ? dependencies.filter((dependency) => isRecord(dependency)) : [];
    })
    .map(({ name, repository }) => ({ name: textOf(name), repository: textOf(repository) }));
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
