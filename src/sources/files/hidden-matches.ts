import { globSync, readdirSync, type Dirent } from "node:fs";
import { join, resolve } from "node:path";

/** Never searched: what is in them was neither written for this cluster nor by the people who ask. */
export const FOREIGN: ReadonlySet<string> = new Set([".git", "node_modules"]);

const ANY_DEPTH = "**";

/**
 * Returns the hidden files and directories that a glob would match if its wildcards matched a leading dot, as with bash's dotglob. Node's
 * globSync (v22 to v26) has no such option, and in v22 `**` leads to no hidden name, so the directories are listed here. Nothing in `.git`
 * or node_modules is returned, unless the glob names it.
 */
export function hiddenMatches(glob: string): string[] {
  const named = new Set(glob.split(/[/\\{},]/));
  const isSearched = (segment: string): boolean => !FOREIGN.has(segment) || named.has(segment);
  const pattern = process.platform === "win32" ? glob.replaceAll("\\", "/") : glob;
  const visible = new Set(globSync(pattern).map((path) => resolve(path)));
  const all = expandBraces(pattern).flatMap((each) => matchesIn(undefined, each, isSearched));
  return [...new Set(all)]
    .filter((path) => !visible.has(resolve(path)) && path.split(/[/\\]/).every(isSearched))
    .toSorted();
}

/** The matches of a pattern, leading dots included; relative to a directory, or else to the working directory. */
function matchesIn(directory: string | undefined, pattern: string, isSearched: (segment: string) => boolean): string[] {
  // Several in a row match no more than one does, and each would list all directories again.
  const segments = pattern.replace(/(?:\*\*\/)+/g, `${ANY_DEPTH}/`).split("/");
  const deep = segments.indexOf(ANY_DEPTH);
  if (deep === -1) return globIn(directory, withDots(pattern));
  const before = segments.slice(0, deep).join("/") || "/";
  const rest = segments.slice(deep + 1).join("/") || "*";
  const starts = deep === 0 ? [directory ?? "."] : globIn(directory, withDots(before));
  return starts
    .flatMap((start) => [start, ...directoriesBelow(start, isSearched)])
    .flatMap((each) => matchesIn(each, rest, isSearched));
}

function globIn(directory: string | undefined, patterns: string[]): string[] {
  if (directory === undefined) return globSync(patterns);
  return globSync(patterns, { cwd: directory }).map((path) => join(directory, path));
}

/** Links are not followed, as in the search of a directory. A directory that cannot be read has none below. */
function directoriesBelow(directory: string, isSearched: (segment: string) => boolean): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.isDirectory() && isSearched(entry.name))
    .flatMap(({ name }) => [join(directory, name), ...directoriesBelow(join(directory, name), isSearched)]);
}

/** The patterns that match what a pattern without braces matches, and names with a leading dot as well. */
function withDots(pattern: string): string[] {
  let patterns = [""];
  for (const [index, segment] of pattern.split("/").entries()) {
    const options = [segment, ...dottedSegment(segment)];
    patterns = patterns.flatMap((before) => options.map((each) => (index === 0 ? each : `${before}/${each}`)));
  }
  return patterns;
}

function dottedSegment(segment: string): readonly string[] {
  if (segment === ANY_DEPTH) return [];
  if (segment.startsWith("*")) return [`.${segment}`];
  if (segment.startsWith("?")) return [`.${segment.slice(1)}`];
  const negated = /^\[[!^][^\]]+\]/.exec(segment)?.[0];
  return negated === undefined ? [] : [`.${segment.slice(negated.length)}`];
}

/** The innermost braces that have a comma: others, such as `{1..3}`, are left as they are. */
const BRACES = /\{([^{}]*,[^{}]*)\}/;
/** More patterns than these are made to be slow. */
const MAX_PATTERNS = 1000;

function expandBraces(pattern: string): string[] {
  let patterns = [pattern];
  for (let next = patterns; next.length <= MAX_PATTERNS; patterns = next) {
    next = patterns.flatMap((each) => {
      const found = BRACES.exec(each);
      if (found === null) return each;
      const [braces, inner = ""] = found;
      return inner.split(",").map((option) => each.replace(braces, () => option));
    });
    if (next.length === patterns.length) return next;
  }
  return patterns;
}
