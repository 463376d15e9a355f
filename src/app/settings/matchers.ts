/** The settings with patterns: which object each is about, and which of them are about none. */
import { compileGlob } from "../../accepted/glob.ts";
import type { FieldPath } from "../../api/field-path.ts";
import { quote } from "../../api/words/quoted.ts";
import type { LevelVersion } from "../../policy/evaluator.ts";
import { pathPatterns } from "../../sources/files/path-patterns.ts";
import type { LevelEntry } from "./decode-settings.ts";

/** A setting of the configuration that has no effect. */
export interface UnusedSetting {
  /** Its place in the configuration. */
  readonly path: FieldPath;
  readonly line: number;
  readonly message: string;
}

type Unused = Omit<UnusedSetting, "line">;

/** Makes a function of `levels`: the first entry that matches the file and the namespace of an object decides. */
export function levelMatcher(
  entries: readonly LevelEntry[],
  directory: string,
): {
  readonly levelOf: (file: string, namespace: string) => LevelVersion | undefined;
  readonly unused: () => readonly Unused[];
} {
  const matchers = entries.map(({ level, path, namespace }) => ({
    level,
    inPath: path === undefined ? () => true : pathPatterns([path], directory),
    inNamespace: namespace === undefined ? () => true : compileGlob(namespace).matches,
  }));
  // An object of the same file and namespace usually follows.
  const known = new Map<string, LevelVersion | undefined>();
  const used = new Set<number>();
  return {
    levelOf(file, namespace) {
      const key = JSON.stringify([file, namespace]);
      if (!known.has(key)) {
        const found = matchers.findIndex(({ inPath, inNamespace }) => inPath(file) && inNamespace(namespace));
        used.add(found);
        known.set(key, matchers[found]?.level);
      }
      return known.get(key);
    },
    unused: () =>
      entries.flatMap(({ path, namespace }, index) => {
        if (used.has(index)) return [];
        const where = [
          ...(path === undefined ? [] : [`path ${quote(path)}`]),
          ...(namespace === undefined ? [] : [`namespace ${quote(namespace)}`]),
        ];
        const about = where.length === 0 ? "" : ` (${where.join(", ")})`;
        const message = `levels[${index}] decides about no object${about}${adviceOn(path ?? "")}`;
        return { path: ["levels", index], message };
      }),
  };
}

/** Makes a function of `exclude`. */
export function excludeMatcher(
  patterns: readonly string[],
  directory: string,
): {
  readonly matches: (path: string, isDirectory: boolean) => boolean;
  readonly unused: () => readonly Unused[];
} {
  const matches = pathPatterns(patterns, directory);
  // A pattern that takes a path back is used if it matches one.
  const single = patterns.map((pattern) => pathPatterns([pattern.replace(/^!/, "")], directory));
  const unused = new Set(patterns.keys());
  return {
    matches(path, isDirectory) {
      for (const index of unused) if (single[index]?.(path, isDirectory) === true) unused.delete(index);
      return matches(path, isDirectory);
    },
    unused: () =>
      Array.from(unused, (index) => {
        const pattern = patterns[index] ?? "";
        const message = `exclude[${index}] matches nothing (${quote(pattern)})${adviceOn(pattern)}`;
        return { path: ["exclude", index], message };
      }),
  };
}

/** The advice on a pattern that no path can match. */
function adviceOn(pattern: string): string {
  const rest = /^!?\.\/+(.*)$/.exec(pattern)?.[1];
  return rest === undefined ? "" : `: a pattern does not begin with ./; write ${quote(`/${rest}`)}`;
}
