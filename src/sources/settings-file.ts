import { existsSync, lstatSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { UserError } from "../api/user-error.ts";
import { SETTINGS_NAME } from "./files/directory.ts";
import { readOwnFile, type OwnFile } from "./own-file.ts";

/** A name that a search would not find. */
const OTHER_NAME = ".kubectl-pss.yml";

const HINTS = {
  contents:
    "docs/configuration.md lists the fields; docs/schema/configuration.schema.json completes them in an editor.",
  missing: "Check the path given with --config, or the target of the link.",
  empty: "",
};

/**
 * Finds the configuration of a run: in the directory of its first input, or above it up to the root of the Git repository. Without a repository, only
 * this one directory is searched, so that no file of somebody else's counts. For `-` it begins in the working directory.
 *
 * @returns the path relative to the working directory; undefined if there is none
 * @throws UserError for a file with the ending .yml, which would be ignored
 */
export function findSettings(input: string): string | undefined {
  const start = directoryOf(input);
  for (const directory of upToRoot(start)) {
    const file = join(directory, SETTINGS_NAME);
    if (isThere(file)) return relative(process.cwd(), file);
    if (isThere(join(directory, OTHER_NAME))) {
      const found = relative(process.cwd(), join(directory, OTHER_NAME));
      throw new UserError(`${found} is not read: the configuration has the name ${SETTINGS_NAME}`, "Rename it.");
    }
  }
  return undefined;
}

/**
 * The places where a search finds the configuration, from the nearest to the farthest. If one of these files is added or deleted, another one counts.
 *
 * @param input the first input
 * @param found the configuration that the search found, which ends it
 */
export function placesOfSettings(input: string, found: string | undefined): readonly string[] {
  const files = upToRoot(directoryOf(input)).map((directory) => join(directory, SETTINGS_NAME));
  const end = found === undefined ? -1 : files.indexOf(resolve(found));
  return (end === -1 ? files : files.slice(0, end + 1)).map((file) => relative(process.cwd(), file));
}

/** Reads a configuration. An empty one is null. */
export function readSettings(file: string): OwnFile {
  return readOwnFile(file, { ...HINTS, isEmptyAllowed: true });
}

/** The directory of a configuration, which its paths and patterns begin at. */
export function directoryOfSettings(file: string): string {
  return dirname(resolve(file));
}

/** The path of a file that a configuration names, relative to the working directory if it was relative to the configuration. */
export function pathFromSettings(directory: string, path: string): string {
  return isAbsolute(path) ? path : relative(process.cwd(), join(directory, path));
}

/**
 * Verifies that a file which the configuration names exists.
 *
 * @param place the place that names it: `.kubectl-pss.yaml:3: admissionConfig`
 * @throws UserError if it does not exist, or is a directory
 */
export function requireNamedFile(place: string, file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats !== undefined && !stats.isDirectory()) return;
  const fault = stats === undefined ? "no such file" : "it is a directory";
  throw new UserError(`${place}: ${file}: ${fault}`, "Paths in the configuration begin at its directory.");
}

/**
 * Finds the configuration that is nearest to a file, as findSettings does for a file that is the first input.
 *
 * @param known the answers for directories, which the function adds to
 * @returns the path relative to the working directory; undefined if there is none
 */
export function nearestSettings(file: string, known: Map<string, string | undefined>): string | undefined {
  const start = dirname(resolve(file));
  if (!known.has(start)) {
    const found = upToRoot(start)
      .map((directory) => join(directory, SETTINGS_NAME))
      .find((path) => isThere(path));
    known.set(start, found === undefined ? undefined : relative(process.cwd(), found));
  }
  return known.get(start);
}

/** Whether a name exists, also as a link to nothing: its run must not look as if there were no configuration. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** The directory of an input. That of a glob is the longest part without a wildcard. */
function directoryOf(input: string): string {
  if (input === "-") return process.cwd();
  for (let path = resolve(input); ; path = dirname(path)) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) return path;
    if (path === dirname(path)) return process.cwd();
  }
}

/** A directory and those above it, up to the root of its repository. */
function upToRoot(start: string): readonly string[] {
  const directories: string[] = [];
  for (let directory = start; ; directory = dirname(directory)) {
    directories.push(directory);
    // In a worktree or a submodule, .git is a file.
    if (existsSync(join(directory, ".git"))) return directories;
    if (directory === dirname(directory)) return [start];
  }
}
