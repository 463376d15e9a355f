import { readdirSync, realpathSync, statSync, type Dirent } from "node:fs";
import { describeFileError } from "../../api/files.ts";

/** The file names that kubectl reads in a directory. */
export const MANIFEST = /\.(ya?ml|json)$/;

/** The name of the configuration of a lint. */
export const SETTINGS_NAME = ".kubectl-pss.yaml";

/** Directories that are never searched, since their files are not manifests of this project, and the configuration, which is never a manifest. */
export const NEVER_SEARCHED: ReadonlySet<string> = new Set([".git", "node_modules", SETTINGS_NAME]);

/** A directory that cannot be listed. */
export interface UnlistedDirectory {
  readonly path: string;
  /** Why, in the words of a shell. */
  readonly reason: string;
}

/** The entries of a directory, or why it cannot be listed. */
export type Listing =
  | { readonly entries: readonly Dirent[]; readonly fault?: never }
  | { readonly entries?: never; readonly fault: UnlistedDirectory };

/** Lists a directory. */
export function listDirectory(path: string): Listing {
  try {
    return { entries: readdirSync(path, { withFileTypes: true }) };
  } catch (error) {
    return { fault: { path, reason: describeFileError(error) } };
  }
}

/** The path without links, which identifies a file. If it cannot be resolved, the path itself. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Whether a path is a directory, or a link to one. False if it cannot be examined. */
export function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
