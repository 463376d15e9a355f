import { lstatSync, statSync, type Dirent, type Stats } from "node:fs";
import { basename, join } from "node:path";
import type { StreamRendering } from "../../objects/stream/read-stream.ts";
import { UserError } from "../../api/user-error.ts";
import { decodeManifest, type TextOrFault } from "./decode-text.ts";
import { describeFileError } from "../../api/files.ts";
import { MANIFEST, NEVER_SEARCHED, listDirectory, realPathOf, type UnlistedDirectory } from "./directory.ts";
import { isGlob, matchGlob } from "./glob.ts";
import { HiddenFiles } from "./hidden-files.ts";
import { adviceOn, refusedUrl } from "./wrong-arguments.ts";
import { describeSpecial, isInheritedPipe, readTextPipe } from "./read-text.ts";

/** An input that an argument names, or that is below a directory which an argument names. */
export type Discovered =
  /** A file to read; `isNamed` where an argument or a glob names it, and not only a directory above it. */
  | { readonly type: "file"; readonly path: string; readonly isNamed?: boolean }
  /** A pipe that the shell made, and its contents: they can be read only once. */
  | { readonly type: "pipe"; readonly path: string; readonly content: TextOrFault }
  /** Standard input, named `-`. */
  | { readonly type: "stdin" }
  /** The output of helm or kustomize for a chart or a kustomization, whose file `path` is; or why there is none. */
  | {
      readonly type: "rendered";
      readonly path: string;
      readonly content: TextOrFault;
      readonly rendering: StreamRendering;
    }
  /** An entry below a directory that is left out although it has the name of a manifest, and why. */
  | { readonly type: "skipped"; readonly path: string; readonly reason: string }
  /** How many hidden manifests are left out, and how many hidden directories that cannot be listed. */
  | { readonly type: "hidden"; readonly manifests: number; readonly directories: number }
  /** How many files and directories the configuration excludes, and the place that says so. */
  | { readonly type: "excluded"; readonly entries: number; readonly by: ExcludedBy }
  /** A file or directory that cannot be read, and why. */
  | { readonly type: "unreadable"; readonly path: string; readonly reason: string };

/** The place of the patterns that exclude files. */
interface ExcludedBy {
  readonly file: string;
  readonly line: number;
}

/** Names that kubectl ignores only because of their capitals. */
const CAPITAL_MANIFEST = new RegExp(MANIFEST, "i");

/** How directories are searched. */
export interface SearchOptions {
  /** Whether hidden files and directories are read like others (`--include-hidden`). */
  readonly includeHidden?: boolean;
  /** Files that are no inputs even where an argument or a directory names them: the run itself reads or writes them. */
  readonly notInputs?: readonly string[];
  /** The files and directories that the configuration excludes, also if an argument names them; absent for none. */
  readonly exclude?: ExcludedBy & { readonly matches: (path: string, isDirectory: boolean) => boolean };
  /** The command that reads standard input instead, for hints: `kubectl pss lint -`. Absent if it would need more flags. */
  readonly pipedInto?: string;
}

/**
 * Finds the manifests that the arguments of a command name, in the order of the arguments and by name below each. An argument is one of:
 *
 * - a file with any name,
 * - a directory, searched recursively without `.git` and node_modules, and without hidden entries unless the options include them,
 * - a glob that the shell did not expand, whose wildcards match hidden entries only if the options include them,
 * - `-`.
 *
 * A file that is named twice is read once, and a file of `notInputs` never. As in kubectl, links to directories below a directory are not followed, so there can be no loop. A
 * directory that cannot be listed is unreadable. Hidden manifests that are left out are counted by their names, and hidden directories that
 * cannot be listed are counted too: nothing in them would be read. A hidden link to a directory is noted if nothing else leads to the manifests
 * in it.
 *
 * @throws UserError for an argument that names nothing
 */
export function discoverManifests(args: readonly string[], options: SearchOptions = {}): Discovered[] {
  const notInputs = new Set((options.notInputs ?? []).map(realPathOf));
  const search = new Search(options, notInputs);
  const seen = new Set<string>();
  const found = args
    .flatMap((arg) => search.find(arg))
    .filter((each) => each.type !== "file" || !notInputs.has(realPathOf(each.path)))
    .filter((each) => {
      if (each.type === "skipped" || each.type === "hidden" || each.type === "excluded") return true;
      const key = each.type === "stdin" ? "-" : realPathOf(each.path);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  const { manifests, directories, links } = search.hidden.leftOut(seen);
  const hidden = manifests + directories === 0 ? [] : [{ type: "hidden", manifests, directories } as const];
  return [...found, ...links.map(unfollowed), ...search.excluded(), ...hidden];
}

/** Finds what each argument names. */
class Search {
  /** The hidden entries that are left out. */
  readonly hidden = new HiddenFiles();
  readonly #includeHidden: boolean;
  readonly #pipedInto: string | undefined;
  readonly #notInputs: ReadonlySet<string>;
  readonly #exclude: SearchOptions["exclude"];
  readonly #excluded = new Set<string>();

  constructor({ includeHidden = false, pipedInto, exclude }: SearchOptions, notInputs: ReadonlySet<string>) {
    this.#notInputs = notInputs;
    this.#includeHidden = includeHidden;
    this.#pipedInto = pipedInto;
    this.#exclude = exclude;
  }

  /** The files and directories that were left out because the configuration excludes them, as one input; nothing if there are none. */
  excluded(): Discovered[] {
    const { size } = this.#excluded;
    if (this.#exclude === undefined || size === 0) return [];
    const { file, line } = this.#exclude;
    return [{ type: "excluded", entries: size, by: { file, line } }];
  }

  #isExcluded(path: string, isDirectory: boolean): boolean {
    if (this.#exclude?.matches(path, isDirectory) !== true) return false;
    this.#excluded.add(path);
    return true;
  }

  find(arg: string): Discovered[] {
    if (arg === "-") return [{ type: "stdin" }];
    let stats: Stats;
    try {
      stats = statSync(arg);
    } catch (error) {
      return this.#missing(arg, error);
    }
    if (this.#isExcluded(arg, stats.isDirectory())) return [];
    if (stats.isDirectory()) return this.#directory(arg);
    if (stats.isFile()) return [{ type: "file", path: arg, isNamed: true }];
    return [
      isInheritedPipe(arg)
        ? { type: "pipe", path: arg, content: readTextPipe(arg, decodeManifest) }
        : special(arg, stats),
    ];
  }

  #missing(arg: string, error: unknown): Discovered[] {
    if (/^https?:\/\//i.test(arg)) throw refusedUrl(arg, this.#pipedInto);
    if (isGlob(arg)) return this.#glob(arg);
    const reason = describeFileError(error);
    if (reason === "no such file or directory") throw new UserError(`${arg}: ${reason}`, adviceOn(arg));
    return [{ type: "unreadable", path: arg, reason }];
  }

  #glob(glob: string): Discovered[] {
    const { visible, hidden, unlisted, unlistedHidden } = matchGlob(glob);
    if (visible.length + hidden.length + unlisted.length + unlistedHidden.length === 0) {
      throw new UserError(`no file matches ${glob}`, "Check the pattern; ** matches any number of directories.");
    }
    if (this.#includeHidden) {
      const matches = [...visible, ...hidden].toSorted().flatMap((path) => this.#match(path));
      const closed = [...unlisted, ...unlistedHidden].toSorted((a, b) => (a.path < b.path ? -1 : 1));
      return [...matches, ...closed.map(unreadable)];
    }
    for (const path of hidden) this.#hideMatch(path);
    for (const { path } of unlistedHidden) this.hidden.addUnlisted(path);
    return [...visible.toSorted().flatMap((path) => this.#match(path)), ...unlisted.map(unreadable)];
  }

  /** A match that is a broken link is no fault of the pattern. */
  #match(path: string): Discovered[] {
    try {
      statSync(path);
    } catch (error) {
      return [unreadable({ path, reason: describeFileError(error) })];
    }
    return this.find(path);
  }

  #hideMatch(path: string): void {
    const name = basename(path);
    try {
      const stats = lstatSync(path, { throwIfNoEntry: false });
      // Undefined if it was removed a moment ago.
      if (stats === undefined) return;
      const [isDirectory, isSymbolicLink] = [() => stats.isDirectory(), () => stats.isSymbolicLink()];
      this.hidden.add(path, { name, isDirectory, isSymbolicLink });
    } catch {
      // It cannot be examined, so its name counts. Like all that is hidden, it would not be read.
      this.hidden.add(path, { name, isDirectory: () => false, isSymbolicLink: () => false });
    }
  }

  #directory(directory: string): Discovered[] {
    const { entries, fault } = listDirectory(directory);
    if (fault !== undefined) return [unreadable(fault)];
    return entries
      .filter((entry) => !NEVER_SEARCHED.has(entry.name))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => this.#entry(join(directory, entry.name), entry));
  }

  #entry(path: string, entry: Dirent): Discovered[] {
    if (entry.name.startsWith(".") && !this.#includeHidden) {
      if (!this.#notInputs.has(realPathOf(path))) this.hidden.add(path, entry);
      return [];
    }
    if (entry.isDirectory()) return this.#isExcluded(path, true) ? [] : this.#directory(path);
    if (MANIFEST.test(entry.name) && this.#isExcluded(path, false)) return [];
    if (entry.isSymbolicLink()) return discoverLink(path);
    if (!MANIFEST.test(entry.name)) return CAPITAL_MANIFEST.test(entry.name) ? [inCapitals(path)] : [];
    if (entry.isFile()) return [{ type: "file", path }];
    return [{ type: "skipped", path, reason: "is a pipe, a socket or a device, not a file; skipped" }];
  }
}

function inCapitals(path: string): Discovered {
  const reason =
    "is not read in a directory: like kubectl, a search reads only .yaml, .yml and .json in lower case; name the file as an argument to read it";
  return { type: "skipped", path, reason };
}

function special(path: string, stats: Stats): Discovered {
  return { type: "unreadable", path, reason: `${describeSpecial(stats)}; use - to read standard input` };
}

function unreadable({ path, reason }: UnlistedDirectory): Discovered {
  return { type: "unreadable", path, reason };
}

function unfollowed(path: string): Discovered {
  return { type: "skipped", path, reason: "is a link to a directory, not followed; name it as an argument to read it" };
}

function discoverLink(path: string): Discovered[] {
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    return MANIFEST.test(path) ? [{ type: "unreadable", path, reason: describeFileError(error) }] : [];
  }
  if (stats.isDirectory()) return [unfollowed(path)];
  if (!MANIFEST.test(path)) return [];
  return [stats.isFile() ? { type: "file", path } : special(path, stats)];
}
