import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { isRecord } from "../../api/record.ts";
import { readDocuments } from "../../text/documents.ts";
import { decodeManifest } from "../files/decode-text.ts";
import { readTextFile } from "../files/read-text.ts";
import { KUSTOMIZATION_FILES } from "./kustomization-files.ts";
import { fileReferences } from "./file-references.ts";

/** The group of kustomize. The Kustomization of Flux has another group, and is an object of a cluster. */
const GROUP = "kustomize.config.k8s.io/";

/** The fields that change objects, or their namespace and so their policy, with their words. Fields of one name are the same to a user. */
const APPLIED: readonly (readonly [field: string, words: string])[] = [
  ["patches", "patches"],
  ["patchesStrategicMerge", "patches"],
  ["patchesJson6902", "patches"],
  ["components", "components"],
  ["transformers", "transformers"],
  ["replacements", "replacements"],
  ["namespace", "namespace"],
];
/** The fields that make objects, besides resources. */
const MAKING: readonly (readonly [field: string, words: string])[] = [
  ["helmCharts", "Helm charts"],
  ["helmChartInflationGenerator", "Helm charts"],
  ["generators", "generators"],
];
/** The parts of a kustomization that tell which files differ from the objects it renders. */
export interface Kustomization {
  /** An absolute path. */
  readonly directory: string;
  readonly fileName: string;
  /** Whether it is a component, which is only built as a part of others. */
  readonly isComponent: boolean;
  /** The names of the fields that change the pods of its resources: `patches`, `namespace`. */
  readonly applied: readonly string[];
  /** The names of the fields that make objects besides its resources: `Helm charts`. */
  readonly making: readonly string[];
  /** The sources of its objects: paths as they are written, and addresses. */
  readonly resources: readonly string[];
  readonly rendersCharts: boolean;
  /** The directory that has its charts, as an absolute path. It may not exist. */
  readonly chartHome: string;
  /** The files and directories that it loads, as absolute paths. Some do not exist, since inline texts and addresses are among them. */
  readonly references: readonly string[];
  /** The files of its patches, as absolute paths. */
  readonly patches: ReadonlySet<string>;
  /** The directories of its components, as absolute paths. */
  readonly components: ReadonlySet<string>;
  /** All fields but the apiVersion and the kind. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The line of a second document in its file, which kustomize does not read; undefined if there is none. */
  readonly lostLine: number | undefined;
}

/** Reads the kustomization in a directory; undefined if it cannot be read. If its file is an input, that is reported when the file is read. */
export function readKustomization(directory: string): Kustomization | undefined {
  const fileName = KUSTOMIZATION_FILES.find((name) => existsSync(join(directory, name)));
  if (fileName === undefined) return undefined;
  const content = readTextFile(join(directory, fileName), decodeManifest);
  if (!("text" in content)) return undefined;
  const [document, next] = readDocuments(content.text);
  if (document === undefined || !("value" in document) || !isRecord(document.value)) return undefined;
  const { apiVersion, kind, ...fields } = document.value;
  if (typeof apiVersion === "string" && !apiVersion.startsWith(GROUP)) return undefined;
  const patches = [fields["patches"], fields["patchesStrategicMerge"], fields["patchesJson6902"]].flatMap(listOf);
  const making = wordsOfSet(MAKING, fields);
  return {
    directory,
    fileName,
    isComponent: kind === "Component",
    applied: wordsOfSet(APPLIED, fields),
    making,
    resources: [fields["resources"], fields["bases"]].flatMap(listOf).filter((entry) => typeof entry === "string"),
    references: fileReferences(fields).map((path) => resolve(directory, path)),
    rendersCharts: making.includes("Helm charts"),
    chartHome: resolve(directory, chartHomeOf(fields)),
    patches: pathsIn(directory, patches),
    components: pathsIn(directory, listOf(fields["components"])),
    fields,
    lostLine: next && ("line" in next ? next.line : next.locate([]).line),
  };
}

/** The directory of charts as it is written (kustomize v5, api/types/helmchartargs.go). */
function chartHomeOf(fields: Readonly<Record<string, unknown>>): string {
  const globals = fields["helmGlobals"];
  const home = isRecord(globals) ? globals["chartHome"] : undefined;
  return typeof home === "string" && home !== "" ? home : "charts";
}

/** The words of the fields that are set, each once. */
function wordsOfSet(
  words: readonly (readonly [field: string, words: string])[],
  fields: Readonly<Record<string, unknown>>,
): string[] {
  return [...new Set(words.flatMap(([field, word]) => (isSet(fields[field]) ? [word] : [])))];
}

/** Whether a field has a value that is not empty. */
function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : typeof value === "string" && value !== "";
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The paths of entries. An entry is a path, or has one in `path`. An inline patch becomes a path that no file has. */
function pathsIn(directory: string, entries: readonly unknown[]): ReadonlySet<string> {
  const paths = entries.map((entry) => (isRecord(entry) ? entry["path"] : entry));
  return new Set(paths.filter((path) => typeof path === "string").map((path) => resolve(directory, path)));
}
