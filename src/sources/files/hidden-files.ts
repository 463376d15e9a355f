import type { Dirent } from "node:fs";
import { join } from "node:path";
import { MANIFEST, NEVER_SEARCHED, isDirectory, listDirectory, realPathOf } from "./directory.ts";

/** The hidden entries that a search leaves out. */
export interface LeftOut {
  /** The number of manifests. */
  readonly manifests: number;
  /** The number of directories that cannot be listed, so that their manifests are not counted. */
  readonly directories: number;
  /** The links to directories with manifests that nothing else leads to. */
  readonly links: readonly string[];
}

/** Collects the hidden entries that a search leaves out. It looks at names alone and opens no file. */
export class HiddenFiles {
  readonly #manifests: string[] = [];
  /** Directories that cannot be listed. */
  readonly #unlisted: string[] = [];
  /** Hidden links to directories. */
  readonly #links: string[] = [];

  /** Adds a hidden entry. A directory is searched. */
  add(path: string, entry: Pick<Dirent, "name" | "isDirectory" | "isSymbolicLink">): void {
    if (entry.isDirectory()) this.#addDirectory(path);
    else if (entry.isSymbolicLink() && isDirectory(path)) this.#links.push(path);
    else if (MANIFEST.test(entry.name)) this.#manifests.push(path);
  }

  /** Adds a directory that is hidden, or below a hidden one, and that cannot be listed. */
  addUnlisted(path: string): void {
    this.#unlisted.push(path);
  }

  #addDirectory(directory: string): void {
    const { entries } = listDirectory(directory);
    if (entries === undefined) return this.addUnlisted(directory);
    for (const entry of entries) {
      if (!NEVER_SEARCHED.has(entry.name)) this.add(join(directory, entry.name), entry);
    }
  }

  /**
   * Returns what is left out.
   *
   * @param seen the real paths of the inputs. A mounted ConfigMap has each file twice: hidden, and as a link to the hidden one
   */
  leftOut(seen: ReadonlySet<string>): LeftOut {
    const unseen = (paths: readonly string[]) => new Set(paths.map(realPathOf).filter((path) => !seen.has(path)));
    const [manifests, directories] = [unseen(this.#manifests), unseen(this.#unlisted)];
    const isKnown = (path: string): boolean => seen.has(path) || manifests.has(path) || directories.has(path);
    const links = [...new Set(this.#links)].filter((link) => !manifestsBehind(link).every(isKnown));
    return { manifests: manifests.size, directories: directories.size, links };
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
