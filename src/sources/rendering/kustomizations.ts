import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { ancestors } from "./helm-charts.ts";
import { isKustomizationFile } from "./kustomization-files.ts";
import { readKustomization, type Kustomization } from "./kustomization.ts";
import type { KustomizeNeeds } from "../../objects/kustomize-command.ts";
import { isRemote, remoteReferences } from "./remote-references.ts";

type KnownAnswers = Map<string, boolean>;

/** Finds the kustomizations that files belong to. Each directory is examined at most once, and only when needed. */
export class Kustomizations {
  readonly #known = new Map<string, Kustomization | undefined>();
  /** The absolute directories of kustomizations among the inputs. */
  readonly #inputDirectories: ReadonlySet<string>;
  readonly #files: ReadonlySet<string>;
  /** Every directory above an input file. Made once, because each resource of each kustomization asks for it. */
  #directoriesAbove: ReadonlySet<string> | undefined;
  /** The first kustomization among the inputs that uses each component, by the directory of the component. */
  #users: ReadonlyMap<string, Kustomization> | undefined;
  /** Whether a kustomization, or one that it builds on, has a property, by directory. Overlays share their bases. */
  readonly #loadingOutside: KnownAnswers = new Map();
  readonly #renderingCharts: KnownAnswers = new Map();
  readonly #downloading: KnownAnswers = new Map();

  /** @param paths the input files. For a single one, no other file is looked up unless it looks like a patch */
  constructor(paths: readonly string[]) {
    this.#files = new Set(paths.map((path) => resolve(path)));
    const directories = new Set(paths.filter(isKustomizationFile).map(directoryOf));
    // A search of a directory does not find this file, because its name is not that of a manifest.
    const examined = paths.length > 1 ? new Set(paths.map(directoryOf)) : [];
    for (const directory of examined) {
      if (!directories.has(directory) && existsSync(join(directory, "Kustomization"))) directories.add(directory);
    }
    this.#inputDirectories = directories;
  }

  /** The kustomization in a file; undefined for any other file. */
  ofFile(path: string): Kustomization | undefined {
    if (!isKustomizationFile(path)) return undefined;
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

  /** Says which parts of a kustomization a lint of the input files leaves out: `its patches and namespace are not applied`. Empty if nothing. */
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

  /** The parts of a kustomization, and of those that it builds on, that `kubectl pss lint -k` refuses. */
  needsOf(kustomization: Kustomization): KustomizeNeeds {
    return {
      rendersCharts: this.#isAny(kustomization, this.#renderingCharts, ({ rendersCharts }) => rendersCharts),
      loadsOutside: this.loadsOutside(kustomization),
      downloads: this.#isAny(
        kustomization,
        this.#downloading,
        ({ directory, fields }) => remoteReferences(directory, fields).length > 0,
      ),
    };
  }

  /**
   * Whether a kustomization, or one that it builds on, loads a file that is not in or below its own directory. kustomize refuses that unless
   * `--load-restrictor LoadRestrictionsNone` is set. A directory with a kustomization may be anywhere.
   */
  loadsOutside(kustomization: Kustomization): boolean {
    return this.#isAny(kustomization, this.#loadingOutside, ({ directory, references }) =>
      references.some((path) => {
        const stats = statSync(path, { throwIfNoEntry: false });
        return stats !== undefined && !stats.isDirectory() && !path.startsWith(withSeparator(directory));
      }),
    );
  }

  /** Whether a kustomization, or one that it builds on, has a property. */
  #isAny(
    kustomization: Kustomization,
    known: KnownAnswers,
    hasProperty: (part: Kustomization) => boolean,
    seen: Set<string> = new Set(),
  ): boolean {
    const { directory, references } = kustomization;
    const isOutermost = seen.size === 0;
    const before = known.get(directory);
    if (before !== undefined) return before;
    seen.add(directory);
    const answer =
      hasProperty(kustomization) ||
      references.some((path) => {
        const next = seen.has(path) ? undefined : this.#readOnce(path);
        return next !== undefined && this.#isAny(next, known, hasProperty, seen);
      });
    if (answer) known.set(directory, true);
    // A search that found nothing is complete for each directory that it entered.
    else if (isOutermost) for (const each of seen) known.set(each, false);
    return answer;
  }

  /** The names of the parts that make objects which are not in the input files. */
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
    this.#directoriesAbove ??= new Set([...this.#files].flatMap((file) => ancestors(file)));
    return this.#files.has(path) || this.#directoriesAbove.has(path);
  }

  /** A kustomization among the inputs that uses a component. */
  userOf({ directory }: Kustomization): Kustomization | undefined {
    this.#users ??= this.#findUsers();
    return this.#users.get(directory);
  }

  #findUsers(): ReadonlyMap<string, Kustomization> {
    const users = new Map<string, Kustomization>();
    for (const input of this.#inputDirectories) {
      const user = this.#readOnce(input);
      if (user === undefined || user.isComponent) continue;
      for (const component of user.components) if (!users.has(component)) users.set(component, user);
    }
    return users;
  }

  /** The kustomization in a directory, which is an absolute path; undefined if there is none. */
  inDirectory(directory: string): Kustomization | undefined {
    return this.#readOnce(directory);
  }

  /** The kustomizations among the inputs. */
  inputs(): readonly Kustomization[] {
    return [...this.#inputDirectories].flatMap((directory) => this.#readOnce(directory) ?? []);
  }

  /**
   * A kustomization and all that it builds on, in the order of reading, each once.
   *
   * @param seen directories that are left out; all that were found are added
   */
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
