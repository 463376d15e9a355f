import { existsSync, statSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import { STDIN_NAME } from "../../api/words/quoted.ts";
import { MANIFEST } from "./directory.ts";
import { isGlob, matchGlob } from "./glob.ts";

/**
 * Returns a function that tells whether the arguments of a command name a file. An argument names itself, whether it exists or not. It names the
 * matches of a glob, and all files below a directory that is named. That includes hidden files, with or without `--include-hidden`.
 *
 * @param args paths, globs and `-`, as discoverManifests takes them
 */
export function namedInputs(args: readonly string[]): (file: string) => boolean {
  const named = new Set(args.filter((arg) => arg !== "-").flatMap((arg) => pathsOf(arg).map((path) => resolve(path))));
  return (file) => {
    if (file === STDIN_NAME) return args.includes("-");
    let path = resolve(file);
    for (let parent = dirname(path); !named.has(path); parent = dirname(path)) {
      if (parent === path) return false;
      path = parent;
    }
    return true;
  };
}

/**
 * Returns a function that tells whether the arguments of a command may have named a file before it was deleted. An argument names itself and all
 * manifests below it; a glob those below the directory before its first wildcard, as deep as the glob.
 *
 * @param args paths, globs and `-`, as discoverManifests takes them
 */
export function formerInputs(args: readonly string[]): (file: string) => boolean {
  const named = args.filter((arg) => arg !== "-").map(formerInput);
  return (file) => named.some((isNamed) => isNamed(resolve(file)));
}

function formerInput(arg: string): (path: string) => boolean {
  const isBelow = (directory: string, path: string): boolean =>
    MANIFEST.test(path) && path.startsWith(withSeparator(directory));
  const whole = resolve(arg);
  if (!isGlob(arg) || existsSync(arg)) return (path) => path === whole || isBelow(whole, path);
  const parts = whole.split(sep);
  const directory = parts.slice(0, parts.findIndex(isGlob)).join(sep);
  // A wildcard may match a directory, unless the name of a manifest follows it.
  const isDeepEnough = ({ length }: readonly string[]): boolean =>
    MANIFEST.test(arg) ? length === parts.length : length >= parts.length;
  return (path) => isBelow(directory, path) && (arg.includes("**") || isDeepEnough(path.split(sep)));
}

/**
 * Tells whether the arguments of a command search a directory: one names it, a directory above it or one below it. A file in it, or a glob that
 * matches only files, does not.
 *
 * @param args paths, globs and `-`, as discoverManifests takes them
 */
export function searchesDirectory(args: readonly string[], directory: string): boolean {
  const searched = args
    .filter((arg) => arg !== "-")
    .flatMap(pathsOf)
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
    .map((path) => withSeparator(resolve(path)));
  const inside = withSeparator(resolve(directory));
  return searched.some((each) => inside.startsWith(each) || each.startsWith(inside));
}

/**
 * Tells whether the arguments of a command name single files, and no directory, no glob and no stream. Such a run is often about the files of one
 * commit.
 */
export function readsSingleFiles(args: readonly string[]): boolean {
  return args.every((arg) => statSync(arg, { throwIfNoEntry: false })?.isFile() === true);
}

/** The root has its separator already. */
function withSeparator(path: string): string {
  return path.endsWith(sep) ? path : path + sep;
}

function pathsOf(arg: string): readonly string[] {
  if (existsSync(arg)) return [arg];
  const { visible, hidden } = matchGlob(arg);
  return [...visible, ...hidden];
}
