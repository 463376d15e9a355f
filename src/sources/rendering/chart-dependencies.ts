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
 * Finds a chart and its unpacked subcharts that lack dependencies: all of them, so that one correction suffices. Helm itself refuses only a chart, and leaves
 * out what a subchart lacks. The contents of packed subcharts are not examined. A link may lead back, so each directory counts once.
 *
 * @param seen the real paths of the charts that were examined
 */
export function findIncomplete(directory: string, seen = new Set<string>()): readonly IncompleteChart[] {
  const real = realPathOf(directory);
  if (seen.has(real)) return [];
  seen.add(real);
  const entries = listDirectory(join(directory, SUBCHARTS)).entries ?? [];
  const packed = entries.map(({ name }) => name).filter((name) => name.endsWith(".tgz"));
  const unpacked = unpackedSubcharts(directory);
  const names = new Set(unpacked.map((path) => chartName(path)));
  const isThere = (name: string): boolean =>
    names.has(name) || packed.some((file) => file.startsWith(`${name}-`) && /^\d/.test(file.slice(name.length + 1)));
  const required = new Set(dependenciesOf(directory).flatMap(({ name }) => name ?? []));
  const missing = [...required].filter((name) => !isThere(name));
  return [
    ...(missing.length > 0 ? [{ directory, missing }] : []),
    ...unpacked.flatMap((path) => findIncomplete(path, seen)),
  ];
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
