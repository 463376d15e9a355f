import { existsSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { isRecord } from "../../api/record.ts";
import { readDocuments } from "../../text/documents.ts";
import { decodeManifest } from "../files/decode-text.ts";
import { readTextFile } from "../files/read-text.ts";
import { ancestors } from "./helm-charts.ts";

/** The names that kustomize v5 looks for in a directory, in its order. */
const FILE_NAMES: readonly string[] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
/** Flux has a Kustomization too, in a group of its own, which is an object for a cluster. */
const GROUP = "kustomize.config.k8s.io/";

/** What changes objects besides patches: they come out with other fields, or in another namespace, whose policy is another. */
const CHANGING: readonly string[] = ["transformers", "generators", "replacements", "namespace"];
/** What kustomize loads from elsewhere (its documentation, "remote targets"). */
const REMOTE = /^[a-z+]+:\/\/|^git@|^github\.com[/:]|[?&]ref=/;

/** What of a kustomization tells which objects are not what they will be. */
export interface Kustomization {
  /** An absolute path. */
  readonly directory: string;
  readonly fileName: string;
  /** Whether it is only ever built as a part of others. */
  readonly isComponent: boolean;
  /** Whether pods come out of it otherwise than they stand in its resources, or from elsewhere. */
  readonly changesPods: boolean;
  /** What it takes objects from: paths as they are written, and addresses. */
  readonly resources: readonly string[];
  readonly rendersCharts: boolean;
  /** The files that are patches to it, and the directories that are its components: absolute paths. */
  readonly patches: ReadonlySet<string>;
  readonly components: ReadonlySet<string>;
  /** The line of a further document in its file, which kustomize does not read; undefined where there is none. */
  readonly lostLine: number | undefined;
}

/** Tells which files are patches. Each directory is looked into at most once, and only where something calls for it. */
export class Kustomizations {
  readonly #known = new Map<string, Kustomization | undefined>();
  /** Where a kustomization is among the inputs: in absolute directories. */
  readonly #given: ReadonlySet<string>;
  readonly #files: ReadonlySet<string>;

  /** @param paths the files to be read; of a single one nothing is looked up, as long as it does not look like a patch */
  constructor(paths: readonly string[]) {
    this.#files = new Set(paths.map((path) => resolve(path)));
    const directories = new Set(paths.filter((path) => FILE_NAMES.includes(basename(path))).map(directoryOf));
    // No name of a manifest, so a directory's files do not tell of it.
    const looked = paths.length > 1 ? new Set(paths.map(directoryOf)) : [];
    for (const directory of looked) {
      if (!directories.has(directory) && existsSync(join(directory, "Kustomization"))) directories.add(directory);
    }
    this.#given = directories;
  }

  /** The kustomization that a file is. */
  ofFile(path: string): Kustomization | undefined {
    if (!FILE_NAMES.includes(basename(path))) return undefined;
    const found = this.#at(directoryOf(path));
    return found?.fileName === basename(path) ? found : undefined;
  }

  /** The kustomization beside a file, in a file that no directory shows to be a manifest. */
  nameless(path: string): Kustomization | undefined {
    if (this.#given.size === 0) return undefined;
    const directory = directoryOf(path);
    const found = this.#given.has(directory) ? this.#at(directory) : undefined;
    return found?.fileName === "Kustomization" ? found : undefined;
  }

  /**
   * The kustomization to which a file is a patch. kustomize loads patches from its own directory and those below it alone.
   *
   * @param isSuspect whether the file looks like a patch, so that it is worth looking for kustomizations that are not among the inputs
   */
  patchedBy(path: string, isSuspect: boolean): Kustomization | undefined {
    if (!isSuspect && this.#given.size === 0) return undefined;
    const absolute = resolve(path);
    const directories = ancestors(absolute).filter((directory) => isSuspect || this.#given.has(directory));
    return directories
      .map((directory) => this.#at(directory))
      .find((kustomization) => kustomization?.patches.has(absolute));
  }

  /** Whether what a kustomization builds is more or other than what its files among the inputs say. */
  isMore({ directory, changesPods, resources }: Kustomization): boolean {
    return changesPods || resources.some((entry) => REMOTE.test(entry) || !this.#isInput(resolve(directory, entry)));
  }

  /** Whether a file, or anything below a directory, is among the inputs. */
  #isInput(path: string): boolean {
    return this.#files.has(path) || [...this.#files].some((file) => file.startsWith(path + sep));
  }

  /** A kustomization among the inputs that a component is part of. */
  userOf({ directory }: Kustomization): Kustomization | undefined {
    const all = [...this.#given].map((each) => this.#at(each));
    return all.find((each) => each?.isComponent === false && each.components.has(directory));
  }

  #at(directory: string): Kustomization | undefined {
    if (!this.#known.has(directory)) this.#known.set(directory, readKustomization(directory));
    return this.#known.get(directory);
  }
}

function directoryOf(path: string): string {
  return dirname(resolve(path));
}

/** What cannot be read is none: where it is among the inputs, that is said when it is read. */
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
  const components = listOf(fields["components"]);
  const charts = [fields["helmCharts"], fields["helmChartInflationGenerator"]].flatMap(listOf);
  return {
    directory,
    fileName,
    isComponent: kind === "Component",
    changesPods:
      patches.length + components.length + charts.length > 0 || CHANGING.some((field) => isSet(fields[field])),
    resources: [fields["resources"], fields["bases"]].flatMap(listOf).filter((entry) => typeof entry === "string"),
    rendersCharts: charts.length > 0,
    patches: pathsIn(directory, patches),
    components: pathsIn(directory, components),
    lostLine: next && ("line" in next ? next.line : next.locate([]).line),
  };
}

/** Whether a field holds anything. */
function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : typeof value === "string" && value !== "";
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** An entry is a path, or holds one as `path`; a patch that is written out in its place makes a path that nothing has. */
function pathsIn(directory: string, entries: readonly unknown[]): ReadonlySet<string> {
  const paths = entries.map((entry) => (isRecord(entry) ? entry["path"] : entry));
  return new Set(paths.filter((path) => typeof path === "string").map((path) => resolve(directory, path)));
}
