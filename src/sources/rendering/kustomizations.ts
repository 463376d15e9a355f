import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { ancestors } from "./helm-charts.ts";
import type { KustomizeNeeds } from "../../objects/kustomize-command.ts";
import { FILE_NAMES, readKustomization, type Kustomization } from "./read-kustomization.ts";
import { isRemote, remoteReferences } from "./remote-references.ts";

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

  /** The parts of a kustomization, and of those that it builds on, that `kubectl pss lint -k` refuses. */
  needsOf(kustomization: Kustomization): KustomizeNeeds {
    const parts = this.closureOf(kustomization.directory);
    return {
      rendersCharts: parts.some(({ rendersCharts }) => rendersCharts),
      loadsOutside: this.loadsOutside(kustomization),
      downloads: parts.some(({ directory, fields }) => remoteReferences(directory, fields).length > 0),
    };
  }

  /** What makes objects that are not in the input files, in words. */
  #unjudged({ directory, making, resources }: Kustomization): string[] {
    const local = resources.filter((entry) => !isRemote(entry));
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

  /** The kustomizations among the inputs. */
  inputs(): readonly Kustomization[] {
    return [...this.#inputDirectories].flatMap((directory) => this.#readOnce(directory) ?? []);
  }

  /** A kustomization and all that it builds on, in the order of reading, each once. */
  closureOf(directory: string, seen: Set<string> = new Set()): readonly Kustomization[] {
    seen.add(directory);
    const kustomization = this.#readOnce(directory);
    if (kustomization === undefined) return [];
    const inner = kustomization.references.flatMap((path) => (seen.has(path) ? [] : this.closureOf(path, seen)));
    return [kustomization, ...inner];
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

/** `patches, components and namespace` */
function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
