import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { STDIN_NAME } from "../../api/words/quoted.ts";
import { matchGlob } from "./glob.ts";

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

function pathsOf(arg: string): readonly string[] {
  if (existsSync(arg)) return [arg];
  const { visible, hidden } = matchGlob(arg);
  return [...visible, ...hidden];
}
