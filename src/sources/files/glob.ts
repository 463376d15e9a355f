import { globSync, lstatSync } from "node:fs";
import { join, resolve } from "node:path";
import { NEVER_SEARCHED, isDirectory, listDirectory, type UnlistedDirectory } from "./directory.ts";
import { describeFileError } from "../../api/files.ts";

const ANY_DEPTH = "**";
const WILDCARD = /[*?[\]{}]/;

/** The paths that a glob leads to. */
export interface GlobMatches {
  /** The matches in a shell: wildcards do not match a leading dot. */
  readonly visible: readonly string[];
  /** The further matches if wildcards matched a leading dot, as with bash's dotglob; sorted. */
  readonly hidden: readonly string[];
  /** Directories in which there may be matches, and which cannot be listed; sorted. */
  readonly unlisted: readonly UnlistedDirectory[];
  /** The further ones if wildcards matched a leading dot; sorted. */
  readonly unlistedHidden: readonly UnlistedDirectory[];
}

/** Whether an argument has a wildcard. */
export function isGlob(arg: string): boolean {
  return WILDCARD.test(arg);
}

/**
 * Finds the matches of a glob, hidden ones too. Node's globSync (v22 to v26) has no option for hidden names, in v22 its `**` leads to none, and
 * it passes over directories that cannot be listed, so the directories are listed here. Nothing in `.git` or node_modules is hidden or
 * unlisted, unless the glob names it.
 */
export function matchGlob(glob: string): GlobMatches {
  const pattern = process.platform === "win32" ? glob.replaceAll("\\", "/") : glob;
  const visible = visibleMatches(glob, pattern);
  const known = new Set(visible.map((path) => resolve(path)));
  const patterns = expandBraces(pattern);
  const search = new Search(glob, withDots);
  const all = new Set(patterns.flatMap((each) => search.matches(undefined, each)));
  return {
    visible,
    hidden: [...all].filter((path) => !known.has(resolve(path)) && search.isSearched(path)).toSorted(),
    ...splitUnlisted(glob, patterns, search.unlisted),
  };
}

function visibleMatches(glob: string, pattern: string): string[] {
  try {
    return globSync(pattern);
  } catch (error) {
    if (!isDenied(error)) throw error;
    const search = new Search(glob, asWritten);
    return [...new Set(expandBraces(pattern).flatMap((each) => search.matches(undefined, each)))];
  }
}

/** Whether a directory cannot be searched. In Node 22, this ends the whole search of globSync. */
function isDenied(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EACCES";
}

/** Splits directories that cannot be listed into those that the shell's wildcards lead to, and the others, which are hidden. */
function splitUnlisted(
  glob: string,
  patterns: readonly string[],
  all: ReadonlyMap<string, UnlistedDirectory>,
): Pick<GlobMatches, "unlisted" | "unlistedHidden"> {
  if (all.size === 0) return { unlisted: [], unlistedHidden: [] };
  const search = new Search(glob, asWritten);
  for (const pattern of patterns) search.matches(undefined, pattern);
  const sorted = [...all].toSorted(([, a], [, b]) => (a.path < b.path ? -1 : 1));
  const those = (isVisible: boolean) =>
    sorted.flatMap(([key, each]) => (search.unlisted.has(key) === isVisible ? each : []));
  return { unlisted: those(true), unlistedHidden: those(false) };
}

/** Returns the patterns that together find the matches of a pattern without braces. */
type Expansion = (pattern: string) => string[];

/** Matches patterns and records the directories that cannot be listed. */
class Search {
  readonly unlisted = new Map<string, UnlistedDirectory>();
  /** The names that the glob writes out. */
  readonly #named: ReadonlySet<string>;
  readonly #expand: Expansion;

  /** @param expand `withDots` for a search that finds hidden entries too */
  constructor(glob: string, expand: Expansion) {
    this.#named = new Set(glob.split(/[/\\{},]/));
    this.#expand = expand;
  }

  /** Whether a path leads through no directory that is never searched. */
  isSearched(path: string): boolean {
    return path.split(/[/\\]/).every((name) => !NEVER_SEARCHED.has(name) || this.#named.has(name));
  }

  /** The matches of a pattern, relative to a directory, or else to the working directory. */
  matches(directory: string | undefined, pattern: string): string[] {
    // Several ** in a row match the same as one, and each would list all directories again.
    const segments = pattern.replace(/(?:\*\*\/)+/g, `${ANY_DEPTH}/`).split("/");
    const deep = segments.indexOf(ANY_DEPTH);
    this.#verify(directory, deep === -1 ? segments : segments.slice(0, deep));
    if (deep === -1) return globIn(directory, this.#expand(pattern));
    const before = segments.slice(0, deep).join("/") || "/";
    const rest = segments.slice(deep + 1).join("/") || "*";
    const starts = deep === 0 ? [directory ?? "."] : globIn(directory, this.#expand(before));
    return starts
      .flatMap((start) => [start, ...this.#directoriesBelow(start)])
      .flatMap((each) => this.matches(each, rest));
  }

  /** The directories below another one. Links are not followed, as in the search of a directory. */
  #directoriesBelow(directory: string): string[] {
    const { entries, fault } = listDirectory(directory);
    if (fault !== undefined) this.#record(fault);
    return (entries ?? [])
      .filter((entry) => entry.isDirectory() && this.isSearched(entry.name) && this.#isMatched(entry.name))
      .map(({ name }) => join(directory, name))
      .flatMap((path) => [path, ...this.#directoriesBelow(path)]);
  }

  /** Whether `**` leads to a name. */
  #isMatched(name: string): boolean {
    return !name.startsWith(".") || this.#expand === withDots;
  }

  /** Verifies that each directory on the way to a match can be searched: globSync passes over the others without a word. */
  #verify(directory: string | undefined, segments: readonly string[]): void {
    for (const [index, segment] of segments.entries()) {
      const before = segments.slice(0, index).join("/");
      if (before === "") continue;
      for (const path of globIn(directory, this.#expand(before))) {
        const fault = isGlob(segment) ? listDirectory(path).fault : faultOfEntry(path, segment);
        if (fault !== undefined) this.#record(fault);
      }
    }
  }

  #record(fault: UnlistedDirectory): void {
    // A pattern may also match a file, which has no entries.
    if (isDirectory(fault.path) && this.isSearched(fault.path)) this.unlisted.set(resolve(fault.path), fault);
  }
}

/** The fault of a directory that cannot be searched for an entry; undefined if it can. */
function faultOfEntry(directory: string, name: string): UnlistedDirectory | undefined {
  try {
    lstatSync(join(directory, name), { throwIfNoEntry: false });
    return undefined;
  } catch (error) {
    return { path: directory, reason: describeFileError(error) };
  }
}

function globIn(directory: string | undefined, patterns: string[]): string[] {
  try {
    if (directory === undefined) return globSync(patterns);
    return globSync(patterns, { cwd: directory }).map((path) => join(directory, path));
  } catch (error) {
    // The other directories have matches nevertheless.
    if (!isDenied(error)) throw error;
    return [...new Set(patterns.flatMap((pattern) => globBySegment(directory, pattern)))];
  }
}

/** Matches a pattern without `**` segment by segment, so that a directory that cannot be searched has no matches. */
function globBySegment(directory: string | undefined, pattern: string): string[] {
  const slash = pattern.lastIndexOf("/");
  const segment = pattern.slice(slash + 1);
  const before = slash === 0 ? ["/"] : [directory ?? "."];
  const parents = slash > 0 ? globBySegment(directory, pattern.slice(0, slash)) : before;
  if (segment === "") return parents.filter(isDirectory);
  return parents.flatMap((parent) => {
    try {
      return globSync(segment, { cwd: parent }).map((name) => join(parent, name));
    } catch {
      return [];
    }
  });
}

function asWritten(pattern: string): string[] {
  return [pattern];
}

/** Patterns that match the same as a pattern without braces, and names with a leading dot as well. */
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

/** The innermost braces that have a comma. Others, such as `{1..3}`, are left as they are. */
const BRACES = /\{([^{}]*,[^{}]*)\}/;
/** A glob with more patterns than these was made to be slow. */
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
