import { existsSync, globSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { STDIN_NAME } from "./manifests.ts";
import { hiddenMatches } from "./hidden-matches.ts";

/**
 * Returns a test of whether the arguments of a command name a file. An argument names itself, whether the file exists or not, all that a glob
 * matches, and all files below such a directory. Hidden files are
 * among them, whether `--include-hidden` reads them or not.
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

function pathsOf(arg: string): readonly string[] {
  return existsSync(arg) ? [arg] : [...globSync(arg), ...hiddenMatches(arg)];
}
