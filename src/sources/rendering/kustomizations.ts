import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { isRecord } from "../../api/record.ts";
import { readDocuments } from "../../text/documents.ts";
import { decodeManifest } from "../files/decode-text.ts";
import { readTextFile } from "../files/read-text.ts";
import { fileReferences } from "./file-references.ts";
import { ancestors } from "./helm-charts.ts";

/** The names that kustomize v5 looks for in a directory, in its order. */
const FILE_NAMES: readonly string[] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
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
/** The beginnings of addresses that kustomize downloads (its documentation, "remote targets"). */
const REMOTE = /^[a-z+]+:\/\/|^git@|^github\.com[/:]|[?&]ref=/;

/** The parts of a kustomization that tell which files differ from the objects it renders. */
export interface Kustomization {
  /** An absolute path. */
  readonly directory: string;
  readonly fileName: string;
  /** Whether it is a component, which is only built as a part of others. */
  readonly isComponent: boolean;
  /** What changes the pods of its resources, in words: `patches`, `namespace`. */
  readonly applied: readonly string[];
  /** What makes objects besides its resources, in words: `Helm charts`. */
  readonly making: readonly string[];
  /** The sources of its objects: paths as they are written, and addresses. */
  readonly resources: readonly string[];
  readonly rendersCharts: boolean;
  /** The files and directories that it loads, as absolute paths. Some do not exist, since inline texts and addresses are among them. */
  readonly references: readonly string[];
  /** The files of its patches, as absolute paths. */
  readonly patches: ReadonlySet<string>;
  /** The directories of its components, as absolute paths. */
  readonly components: ReadonlySet<string>;
  /** The line of a second document in its file, which kustomize does not read; undefined if there is none. */
  readonly lostLine: number | undefined;
}

/** Finds the kustomizations that files belong to. Each directory is examined at most once, and only when needed. */
export class Kustomizations {
  readonly #known = new Map<string, Kustomization | undefined>();
  /** The absolute directories of kustomizations among the inputs. */
  readonly #inputDirectories: ReadonlySet<string>;
  readonly #files: ReadonlySet<string>;

  /** @param paths the input files. For a single one, no other file is looked up unless it looks like a patch */
  constructor(paths: readonly string[]) {
    this.#files = new Set(paths.map((path) => resolve(path)));
    const directories = new Set(paths.filter((path) => FILE_NAMES.includes(basename(path))).map(directoryOf));
    // A search of a directory does not find this file, because its name is not that of a manifest.
    const examined = paths.length > 1 ? new Set(paths.map(directoryOf)) : [];
    for (const directory of examined) {
      if (!directories.has(directory) && existsSync(join(directory, "Kustomization"))) directories.add(directory);
    }
    this.#inputDirectories = directories;
  }

  /** The kustomization in a file; undefined for any other file. */
  ofFile(path: string): Kustomization | undefined {
    if (!FILE_NAMES.includes(basename(path))) return undefined;
    const found = this.#readOnce(directoryOf(path));
    return found?.fileName === basename(path) ? found : undefined;
  }

  /** The kustomization beside a file, if its own file is named `Kustomization`: a search of a directory does not find that. */
  unfoundBeside(path: string): Kustomization | undefined {
    if (this.#inputDirectories.size === 0) return undefined;
    const directory = directoryOf(path);
    const found = this.#inputDirectories.has(directory) ? this.#readOnce(directory) : undefined;
    return found?.fileName === "Kustomization" ? found : undefined;
  }

  /**
   * The kustomization that has a file as a patch. kustomize loads patches only from its own directory and the directories below it.
   *
   * @param isSuspect whether the file looks like a patch. Then kustomizations that are not among the inputs are looked up, too
   */
  patchedBy(path: string, isSuspect: boolean): Kustomization | undefined {
    if (!isSuspect && this.#inputDirectories.size === 0) return undefined;
    const absolute = resolve(path);
    const directories = ancestors(absolute).filter((directory) => isSuspect || this.#inputDirectories.has(directory));
    return directories
      .map((directory) => this.#readOnce(directory))
      .find((kustomization) => kustomization?.patches.has(absolute));
  }

  /** Whether a kustomization renders other objects than those in the input files. */
  isDifferent(kustomization: Kustomization): boolean {
    return kustomization.applied.length > 0 || this.#unjudged(kustomization).length > 0;
  }

  /** What a lint of the input files leaves out of a kustomization: `its patches and namespace are not applied`. Empty if nothing. */
  leftOut(kustomization: Kustomization): string {
    const { applied } = kustomization;
    const unjudged = this.#unjudged(kustomization);
    const isOne = applied.join() === "namespace";
    const parts = [
      ...(applied.length === 0 ? [] : [`its ${listWords(applied)} ${isOne ? "is" : "are"} not applied`]),
      ...(unjudged.length === 0 ? [] : [`its ${listWords(unjudged)} are not judged`]),
    ];
    return parts.join(", and ");
  }

  /**
   * Whether a kustomization, or one that it builds on, loads a file that is not in or below its own directory. kustomize refuses that unless
   * `--load-restrictor LoadRestrictionsNone` is set. A directory with a kustomization may be anywhere.
   */
  loadsOutside(kustomization: Kustomization, seen: Set<string> = new Set()): boolean {
    const { directory, references } = kustomization;
    seen.add(directory);
    return references.some((path) => {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats?.isDirectory() !== true) return stats !== undefined && !path.startsWith(withSeparator(directory));
      const next = seen.has(path) ? undefined : this.#readOnce(path);
      return next !== undefined && this.loadsOutside(next, seen);
    });
  }

  /**
   * Whether a kustomization, or one that it builds on, loads a path that passes a test: its own file, a file that it names, its charts.
   *
   * @param test gets absolute paths of files and directories
   */
  loads(kustomization: Kustomization, test: (path: string) => boolean, seen: Set<string> = new Set()): boolean {
    const { directory, fileName, references, rendersCharts } = kustomization;
    seen.add(directory);
    if (test(join(directory, fileName)) || (rendersCharts && test(join(directory, "charts")))) return true;
    return references.some((path) => {
      const next = seen.has(path) ? undefined : this.#readOnce(path);
      return next === undefined ? test(path) : this.loads(next, test, seen);
    });
  }

  /** What makes objects that are not in the input files, in words. */
  #unjudged({ directory, making, resources }: Kustomization): string[] {
    const local = resources.filter((entry) => !REMOTE.test(entry));
    return [
      ...making,
      ...(local.length < resources.length ? ["remote resources"] : []),
      ...(local.every((entry) => this.#isInput(resolve(directory, entry))) ? [] : ["resources outside the inputs"]),
    ];
  }

  /** Whether a file, or any file below a directory, is among the inputs. */
  #isInput(path: string): boolean {
    return this.#files.has(path) || [...this.#files].some((file) => file.startsWith(path + sep));
  }

  /** A kustomization among the inputs that uses a component. */
  userOf({ directory }: Kustomization): Kustomization | undefined {
    const all = [...this.#inputDirectories].map((each) => this.#readOnce(each));
    return all.find((each) => each?.isComponent === false && each.components.has(directory));
  }

  #readOnce(directory: string): Kustomization | undefined {
    if (!this.#known.has(directory)) this.#known.set(directory, readKustomization(directory));
    return this.#known.get(directory);
  }
}

/** The root has its separator already. */
function withSeparator(directory: string): string {
  return directory.endsWith(sep) ? directory : directory + sep;
}

function directoryOf(path: string): string {
  return dirname(resolve(path));
}

/** Reads the kustomization in a directory; undefined if it cannot be read. If its file is an input, that is reported when the file is read. */
function readKustomization(directory: string): Kustomization | undefined {
  const fileName = FILE_NAMES.find((name) => existsSync(join(directory, name)));
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
    patches: pathsIn(directory, patches),
    components: pathsIn(directory, listOf(fields["components"])),
    lostLine: next && ("line" in next ? next.line : next.locate([]).line),
  };
}

/** The words of the fields that are set, each once. */
function wordsOfSet(
  words: readonly (readonly [field: string, words: string])[],
  fields: Readonly<Record<string, unknown>>,
): string[] {
  return [...new Set(words.flatMap(([field, word]) => (isSet(fields[field]) ? [word] : [])))];
}

/** `patches, components and namespace` */
function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
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
