import type { Dirent } from "node:fs";
import { join } from "node:path";
import {
  MANIFEST,
  NEVER_SEARCHED,
  isDirectory,
  listDirectory,
  realPathOf,
  type UnlistedDirectory,
} from "./directory.ts";

/** Collects the hidden manifests that a search leaves out. It looks at names alone and opens no file. */
export class HiddenFiles {
  readonly #manifests: string[] = [];
  /** Hidden links to directories. */
  readonly #links: string[] = [];

  /**
   * Adds a hidden entry. A directory is searched.
   *
   * @returns the directories that cannot be listed
   */
  add(path: string, entry: Pick<Dirent, "name" | "isDirectory" | "isSymbolicLink">): UnlistedDirectory[] {
    if (entry.isDirectory()) return this.#addDirectory(path);
    if (entry.isSymbolicLink() && isDirectory(path)) this.#links.push(path);
    else if (MANIFEST.test(entry.name)) this.#manifests.push(path);
    return [];
  }

  #addDirectory(directory: string): UnlistedDirectory[] {
    const { entries, fault } = listDirectory(directory);
    if (fault !== undefined) return [fault];
    return entries
      .filter(({ name }) => !NEVER_SEARCHED.has(name))
      .flatMap((entry) => this.add(join(directory, entry.name), entry));
  }

  /**
   * Returns how many manifests are left out, and the hidden links to directories with manifests that nothing else leads to.
   *
   * @param seen the real paths of the files that are read. A mounted ConfigMap has each file twice: hidden, and as a link to the hidden one
   */
  leftOut(seen: ReadonlySet<string>): { readonly count: number; readonly links: readonly string[] } {
    const manifests = new Set(this.#manifests.map(realPathOf).filter((path) => !seen.has(path)));
    const isKnown = (path: string): boolean => seen.has(path) || manifests.has(path);
    const links = [...new Set(this.#links)].filter((link) => !manifestsBehind(link).every(isKnown));
    return { count: manifests.size, links };
  }
}

/**
 * The real paths of the manifests in a directory and below it. The directory may be a link; further links are not followed. For a
 * directory that cannot be listed, its own path is returned.
 */
function manifestsBehind(directory: string): string[] {
  const { entries, fault } = listDirectory(directory);
  if (fault !== undefined) return [realPathOf(directory)];
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return NEVER_SEARCHED.has(entry.name) ? [] : manifestsBehind(path);
    return MANIFEST.test(entry.name) ? [realPathOf(path)] : [];
  });
}
