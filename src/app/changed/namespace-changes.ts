import { resolve } from "node:path";
import type { LabelKeys } from "../../sources/git/namespace-decision.ts";

/** Labels that an object in a file gives to a namespace. */
export interface GivenLabels extends LabelKeys {
  readonly file: string;
}

/** Which labels decide: those of Pod Security Admission, or all, if policies select namespaces by them. */
type Deciding = keyof LabelKeys;

/** Finds the namespaces whose labels a branch changes. */
export class NamespaceChanges {
  /** The labels that changed files give to each namespace, in the order of reading. */
  readonly #now = new Map<string, GivenLabels[]>();
  /** The labels that the other files give to each namespace. */
  readonly #unchanged = new Map<string, Map<string, LabelKeys>>();

  /** Forgets the labels of changed files, because the inputs are read again. */
  begin(): void {
    this.#now.clear();
  }

  /** Adds the labels that a changed file gives to a namespace. */
  addChanged(name: string, given: GivenLabels): void {
    const known = this.#now.get(name) ?? [];
    known.push(given);
    this.#now.set(name, known);
  }

  /** Adds the labels that another file gives to a namespace. */
  addUnchanged(name: string, keys: LabelKeys): void {
    this.#unchanged.set(name, (this.#unchanged.get(name) ?? new Map()).set(keys.all, keys));
  }

  /**
   * The namespaces whose labels were changed, each with the file.
   *
   * @param earlier the labels that changed files gave to each namespace before, in the order of each file
   */
  changed(earlier: ReadonlyMap<string, readonly GivenLabels[]>, deciding: Deciding): ReadonlyMap<string, string> {
    const names = new Set([...earlier.keys(), ...this.#now.keys()]);
    const changed = [...names].flatMap((name): [string, string][] => {
      const before = earlier.get(name) ?? [];
      const now = this.#now.get(name) ?? [];
      const file = now.at(-1)?.file ?? before.at(-1)?.file ?? "";
      return this.#hasOtherLabels(name, before, now, deciding) ? [[name, file]] : [];
    });
    return new Map(changed);
  }

  /**
   * Whether changed files give a namespace other labels than before. Labels that only moved to another file are the same. If the files give the
   * namespace different labels, the last of them count, so their order and their files must be the same, too.
   */
  #hasOtherLabels(
    name: string,
    before: readonly GivenLabels[],
    now: readonly GivenLabels[],
    deciding: Deciding,
  ): boolean {
    const keysOf = (all: readonly LabelKeys[]): string[] => all.map((keys) => keys[deciding]);
    const unchanged = keysOf([...(this.#unchanged.get(name)?.values() ?? [])]);
    const different = new Set([...keysOf(before), ...keysOf(now), ...unchanged]);
    // A Namespace without labels decides as none, unless another one gives it labels.
    if (different.size === 1 && different.has("")) return false;
    if (JSON.stringify(keysOf(before).toSorted()) !== JSON.stringify(keysOf(now).toSorted())) return true;
    return different.size > 1 && orderedByFile(before, deciding) !== orderedByFile(now, deciding);
  }
}

/** Identifies labels with their files, in the order of each file. */
function orderedByFile(all: readonly GivenLabels[], deciding: Deciding): string {
  const byFile = Map.groupBy(all, ({ file }) => resolve(file));
  const files = Array.from(byFile, ([file, given]) => JSON.stringify([file, ...given.map((keys) => keys[deciding])]));
  return files.toSorted().join("\n");
}
