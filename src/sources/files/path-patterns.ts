import { relative, resolve, sep } from "node:path";
import ignore from "ignore";
import { STDIN_NAME } from "../../api/words/quoted.ts";

/**
 * Matches paths as a `.gitignore` in a directory does: a later pattern decides over an earlier one, `!` takes a path back, and what is below a matched
 * directory matches. Upper and lower case differ. Standard input and paths outside of the directory never match.
 *
 * @param directory the directory that has the patterns
 */
export function pathPatterns(
  patterns: readonly string[],
  directory: string,
): (path: string, isDirectory?: boolean) => boolean {
  const matcher = ignore({ ignorecase: false }).add([...patterns]);
  const root = resolve(directory);
  return (path, isDirectory = false) => {
    if (path === STDIN_NAME) return false;
    const below = relative(root, resolve(path)).split(sep).join("/");
    if (below === "" || below === ".." || below.startsWith("../") || !ignore.isPathValid(below)) return false;
    return matcher.ignores(isDirectory ? `${below}/` : below);
  };
}
