import { existsSync, globSync, lstatSync, readdirSync, realpathSync, statSync, type Dirent, type Stats } from "node:fs";
import { basename, join } from "node:path";
import { withoutCredentials } from "../../api/quoted.ts";
import { shellWord } from "../../api/shell-word.ts";
import { UserError } from "../../api/user-error.ts";
import { decodeManifest, type TextOrFault } from "./decode-text.ts";
import { describeFileError } from "../../api/files.ts";
import { FOREIGN, hiddenMatches } from "./hidden-matches.ts";
import { describeSpecial, isInheritedPipe, readTextPipe } from "./read-text.ts";

/** What a path on the command line, or below a directory there, turned out to be. */
export type Discovered =
  /** A file to read; `isNamed` where an argument or a glob names it, and not only a directory above it. */
  | { readonly type: "file"; readonly path: string; readonly isNamed?: boolean }
  /** A pipe that the shell hands over, and what came out of it: that can be read only once. */
  | { readonly type: "pipe"; readonly path: string; readonly content: TextOrFault }
  /** Standard input, named `-`. */
  | { readonly type: "stdin" }
  /** Something below a directory that is left out although its name is that of a manifest, and why. */
  | { readonly type: "skipped"; readonly path: string; readonly reason: string }
  /** How many manifests are hidden below the directories, and so left out. */
  | { readonly type: "hidden"; readonly count: number }
  /** Something that cannot be looked into, and why. */
  | { readonly type: "unreadable"; readonly path: string; readonly reason: string };

/** The file names that kubectl reads in a directory. */
const MANIFEST = /\.(ya?ml|json)$/;
/** Names that kubectl passes over for their capitals alone. */
const CAPITAL_MANIFEST = /\.(ya?ml|json)$/i;
const GLOB = /[*?[\]{}]/;
/** How directories are searched. */
export interface SearchOptions {
  /** Whether hidden files and directories are read like others (`--include-hidden`). */
  readonly includeHidden?: boolean;
}

/**
 * The manifests that the arguments of a command name, in the order of the arguments and by name below each: a file of whatever name, a
 * directory (recursively, without `.git` and node_modules, and without hidden entries unless they are asked for), a glob that the shell has
 * left alone (whose wildcards match hidden entries only when these are asked for), `-`. What is named twice is read once. As for kubectl, links
 * to directories below a directory are not followed, so that there can be no loop. Hidden manifests that are left out are counted, by their names
 * alone, and a hidden link to a directory is noted where nothing else leads to the manifests in it.
 *
 * @throws UserError for an argument that names nothing
 */
export function discoverManifests(args: readonly string[], options: SearchOptions = {}): Discovered[] {
  const search = new Search(options.includeHidden === true);
  const seen = new Set<string>();
  const found = args
    .flatMap((arg) => search.argument(arg))
    .filter((each) => {
      if (each.type === "skipped" || each.type === "hidden") return true;
      const key = each.type === "stdin" ? "-" : identity(each.path);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  // A mounted ConfigMap has each file twice: hidden, and as a link to that.
  const hidden = new Set(search.hidden.map(identity).filter((path) => !seen.has(path)));
  const isReached = (path: string): boolean => seen.has(path) || hidden.has(path);
  const links = [...new Set(search.hiddenLinks)]
    .filter((link) => !manifestsBehind(link).every(isReached))
    .map(unfollowed);
  const count: readonly Discovered[] = hidden.size === 0 ? [] : [{ type: "hidden", count: hidden.size }];
  return [...found, ...links, ...count];
}

/** The manifests in a directory, which may be a link, and below it without further links: as real paths. */
function manifestsBehind(directory: string): string[] {
  let entries: Dirent[] = [];
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch {
    // What cannot be looked into holds nothing that anybody could read.
  }
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return FOREIGN.has(entry.name) ? [] : manifestsBehind(path);
    return MANIFEST.test(entry.name) ? [identity(path)] : [];
  });
}

function identity(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

class Search {
  /** The paths of hidden manifests that are left out. */
  readonly hidden: string[] = [];
  /** Links to directories among what is hidden. */
  readonly hiddenLinks: string[] = [];
  readonly #includeHidden: boolean;

  constructor(includeHidden: boolean) {
    this.#includeHidden = includeHidden;
  }

  argument(arg: string): Discovered[] {
    if (arg === "-") return [{ type: "stdin" }];
    let stats: Stats;
    try {
      stats = statSync(arg);
    } catch (error) {
      return this.#missing(arg, error);
    }
    if (stats.isDirectory()) return this.#directory(arg);
    if (stats.isFile()) return [{ type: "file", path: arg, isNamed: true }];
    return [
      isInheritedPipe(arg)
        ? { type: "pipe", path: arg, content: readTextPipe(arg, decodeManifest) }
        : special(arg, stats),
    ];
  }

  #missing(arg: string, error: unknown): Discovered[] {
    if (/^https?:\/\//.test(arg)) {
      const shown = withoutCredentials(arg);
      throw new UserError(
        `${shown} is a URL, and only files are read`,
        `Fetch it yourself: curl -sSfL ${shown === arg ? shellWord(arg) : "URL"} | kubectl pss lint -`,
      );
    }
    if (GLOB.test(arg)) {
      const hidden = hiddenMatches(arg);
      const matches = [...globSync(arg), ...(this.#includeHidden ? hidden : [])].toSorted();
      if (!this.#includeHidden) for (const path of hidden) this.#hideMatch(path);
      if (matches.length + hidden.length > 0) return matches.flatMap((path) => this.#match(path));
      throw new UserError(`no file matches ${arg}`, "Check the pattern; ** matches any number of directories.");
    }
    const reason = describeFileError(error);
    if (reason === "no such file or directory") throw new UserError(`${arg}: ${reason}`, "Check the path.");
    return [{ type: "unreadable", path: arg, reason }];
  }

  /** A match that turns out to be a broken link is no fault of the pattern. */
  #match(path: string): Discovered[] {
    return existsSync(path) ? this.argument(path) : [{ type: "unreadable", path, reason: "no such file or directory" }];
  }

  #hideMatch(path: string): void {
    try {
      const stats = lstatSync(path);
      this.#hide(path, {
        name: basename(path),
        isDirectory: () => stats.isDirectory(),
        isSymbolicLink: () => stats.isSymbolicLink(),
      });
    } catch {
      // It is gone by now.
    }
  }

  #directory(directory: string): Discovered[] {
    let entries: Dirent[];
    try {
      entries = readdirSync(directory, { withFileTypes: true });
    } catch (error) {
      return [{ type: "unreadable", path: directory, reason: describeFileError(error) }];
    }
    return entries
      .filter((entry) => !FOREIGN.has(entry.name))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => this.#entry(join(directory, entry.name), entry));
  }

  #entry(path: string, entry: Dirent): Discovered[] {
    if (entry.name.startsWith(".") && !this.#includeHidden) {
      this.#hide(path, entry);
      return [];
    }
    if (entry.isDirectory()) return this.#directory(path);
    if (entry.isSymbolicLink()) return discoverLink(path);
    if (!MANIFEST.test(entry.name)) return CAPITAL_MANIFEST.test(entry.name) ? [inCapitals(path)] : [];
    if (entry.isFile()) return [{ type: "file", path }];
    return [{ type: "skipped", path, reason: "is a pipe, a socket or a device, not a file; skipped" }];
  }

  /** Looks for manifests in what is left out; what cannot be looked into holds none that anybody could read. */
  #hide(path: string, entry: Pick<Dirent, "name" | "isDirectory" | "isSymbolicLink">): void {
    if (!entry.isDirectory()) {
      if (entry.isSymbolicLink() && isDirectory(path)) this.hiddenLinks.push(path);
      else if (MANIFEST.test(entry.name)) this.hidden.push(path);
      return;
    }
    let entries: Dirent[] = [];
    try {
      entries = readdirSync(path, { withFileTypes: true });
    } catch {
      return;
    }
    for (const each of entries) if (!FOREIGN.has(each.name)) this.#hide(join(path, each.name), each);
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function inCapitals(path: string): Discovered {
  const reason =
    "is not read in a directory: like kubectl, a search reads only .yaml, .yml and .json in lower case; name the file as an argument to read it";
  return { type: "skipped", path, reason };
}

function special(path: string, stats: Stats): Discovered {
  return { type: "unreadable", path, reason: `${describeSpecial(stats)}; use - to read standard input` };
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
