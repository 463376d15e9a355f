import { existsSync, globSync, readdirSync, realpathSync, statSync, type Dirent, type Stats } from "node:fs";
import { join } from "node:path";
import { withoutCredentials } from "../../api/quoted.ts";
import { shellWord } from "../../api/shell-word.ts";
import { UserError } from "../../api/user-error.ts";
import { describeFileError } from "./file-error.ts";
import { describeSpecial, isInheritedPipe, readTextPipe, type TextOrFault } from "./read-text.ts";

/** What a path on the command line, or below a directory there, turned out to be. */
export type Discovered =
  /** A file to read. */
  | { readonly type: "file"; readonly path: string }
  /** A pipe that the shell hands over, and what came out of it: that can be read only once. */
  | { readonly type: "pipe"; readonly path: string; readonly content: TextOrFault }
  /** Standard input, named `-`. */
  | { readonly type: "stdin" }
  /** Something below a directory that is left out although its name is that of a manifest, and why. */
  | { readonly type: "skipped"; readonly path: string; readonly reason: string }
  /** Something that cannot be looked into, and why. */
  | { readonly type: "unreadable"; readonly path: string; readonly reason: string };

/** The file names that kubectl reads in a directory. */
const MANIFEST = /\.(ya?ml|json)$/;
const GLOB = /[*?[\]{}]/;

/**
 * The manifests that the arguments of a command name, in the order of the arguments and by name below each: a file of whatever name, a
 * directory (recursively; hidden entries and node_modules are skipped), a glob that the shell has left alone, `-`. What is named twice
 * is read once. As for kubectl, links to directories below a directory are not followed, so that there can be no loop.
 *
 * @throws UserError for an argument that names nothing
 */
export function discoverManifests(args: readonly string[]): Discovered[] {
  const seen = new Set<string>();
  return args.flatMap(discoverArgument).filter((found) => {
    if (found.type === "skipped") return true;
    const key = found.type === "stdin" ? "-" : identity(found.path);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function identity(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function discoverArgument(arg: string): Discovered[] {
  if (arg === "-") return [{ type: "stdin" }];
  let stats: Stats;
  try {
    stats = statSync(arg);
  } catch (error) {
    return discoverMissing(arg, error);
  }
  if (stats.isDirectory()) return discoverDirectory(arg);
  if (stats.isFile()) return [{ type: "file", path: arg }];
  return [isInheritedPipe(arg) ? { type: "pipe", path: arg, content: readTextPipe(arg) } : special(arg, stats)];
}

function discoverMissing(arg: string, error: unknown): Discovered[] {
  if (/^https?:\/\//.test(arg)) {
    const shown = withoutCredentials(arg);
    throw new UserError(
      `${shown} is a URL, and only files are read`,
      `Fetch it yourself: curl -sSfL ${shown === arg ? shellWord(arg) : "URL"} | kubectl pss lint -`,
    );
  }
  if (GLOB.test(arg)) {
    const matches = globSync(arg).toSorted();
    if (matches.length > 0) return matches.flatMap(discoverMatch);
    throw new UserError(`no file matches ${arg}`, "Check the pattern; ** stands for any number of directories.");
  }
  const reason = describeFileError(error);
  if (reason === "no such file or directory") throw new UserError(`${arg}: ${reason}`, "Check the path.");
  return [{ type: "unreadable", path: arg, reason }];
}

/** A match that turns out to be a broken link is no fault of the pattern. */
function discoverMatch(path: string): Discovered[] {
  return existsSync(path)
    ? discoverArgument(path)
    : [{ type: "unreadable", path, reason: "no such file or directory" }];
}

function special(path: string, stats: Stats): Discovered {
  return { type: "unreadable", path, reason: `${describeSpecial(stats)}; use - to read standard input` };
}

function discoverDirectory(directory: string): Discovered[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    return [{ type: "unreadable", path: directory, reason: describeFileError(error) }];
  }
  return entries
    .filter((entry) => !entry.name.startsWith(".") && entry.name !== "node_modules")
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => discoverEntry(join(directory, entry.name), entry));
}

function discoverEntry(path: string, entry: Dirent): Discovered[] {
  if (entry.isDirectory()) return discoverDirectory(path);
  if (entry.isSymbolicLink()) return discoverLink(path);
  if (!MANIFEST.test(entry.name)) return [];
  if (entry.isFile()) return [{ type: "file", path }];
  return [{ type: "skipped", path, reason: "is a pipe, a socket or a device, not a file; skipped" }];
}

function discoverLink(path: string): Discovered[] {
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    return MANIFEST.test(path) ? [{ type: "unreadable", path, reason: describeFileError(error) }] : [];
  }
  if (stats.isDirectory()) {
    return [
      { type: "skipped", path, reason: "is a link to a directory, not followed; name it as an argument to read it" },
    ];
  }
  if (!MANIFEST.test(path)) return [];
  return [stats.isFile() ? { type: "file", path } : special(path, stats)];
}
