import { globSync } from "node:fs";
import { basename } from "node:path";

/** Never searched: what is in them was neither written for this cluster nor by the people who ask. */
export const FOREIGN: ReadonlySet<string> = new Set([".git", "node_modules"]);

const ANY_DEPTH = "**";

/**
 * The hidden files and directories that a glob would match if its wildcards matched a leading dot, as with bash's dotglob. Node's globSync
 * (v22 and v24) has no such option. Nothing in `.git` or node_modules, unless the glob names it.
 */
export function hiddenMatches(glob: string): string[] {
  const named = new Set(glob.split(/[/\\{},]/));
  const isSearched = (path: string): boolean =>
    path.split(/[/\\]/).every((segment) => !FOREIGN.has(segment) || named.has(segment));
  const pattern = process.platform === "win32" ? glob.replaceAll("\\", "/") : glob;
  const visible = new Set(globSync(pattern));
  const all = expandBraces(pattern).flatMap((each) => matchesOf(each, new Set()));
  return [...new Set(all)].filter((path) => !visible.has(path) && isSearched(path)).toSorted();
}

/** @param entered the hidden directories that were searched already */
function matchesOf(pattern: string, entered: Set<string>): string[] {
  const segments = pattern.split("/");
  const deep = segments.indexOf(ANY_DEPTH);
  const dotted = withDots(pattern);
  const matches = globSync(dotted);
  if (deep === -1) return matches;
  // `**` does not enter hidden directories, so that each is searched by itself.
  const [before, rest] = [segments.slice(0, deep), segments.slice(deep)];
  for (const directory of globSync(withDots([...before, ANY_DEPTH, ".*/"].join("/")))) {
    const hidden = directory.replace(/[/\\]+$/, "");
    if (entered.has(hidden) || FOREIGN.has(basename(hidden))) continue;
    entered.add(hidden);
    matches.push(...matchesOf([hidden.replaceAll("\\", "/"), ...rest].join("/"), entered));
  }
  return matches;
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
