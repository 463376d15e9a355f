import type { NoteBook } from "../notes/notes.ts";
import type { NamespaceScope } from "./scope.ts";

/** The namespaces that the scope of a run names, and whether they exist. */
export class NamedNamespaces {
  /** Those that do not exist. */
  readonly absent: string[] = [];
  readonly #notes: NoteBook;
  readonly #selector: NamespaceScope["selector"];
  /** The names to read that no item is about. */
  readonly #unfound: Set<string>;
  /** The names to leave out that no item is about. */
  readonly #unskipped: Set<string>;

  constructor({ names, skipped, selector }: NamespaceScope, notes: NoteBook) {
    this.#notes = notes;
    this.#selector = selector;
    this.#unfound = new Set(names);
    this.#unskipped = new Set(skipped);
  }

  /** Notices that an item is about a namespace. */
  found(name: string, isOutside: boolean): void {
    (isOutside ? this.#unskipped : this.#unfound).delete(name);
  }

  addAbsent(name: string): void {
    this.absent.push(name);
    this.#notes.addAbsentNamespace(name);
  }

  /** Adds the names of a dump that no item is about, unless unreadable items may be about them. */
  addUnfound(isUncertain: (name: string) => boolean): void {
    for (const name of this.#unfound) if (!isUncertain(name)) this.addAbsent(name);
  }

  /**
   * Notes names to leave out that do not exist, and a selector without a match. Call it only if all namespaces are known.
   *
   * @param mayMatch whether a namespace is in the scope, or may be
   */
  noteMissing(mayMatch: boolean): void {
    for (const name of this.#unskipped) this.#notes.addUnknownSkip(name);
    if (this.#selector !== undefined && !mayMatch) this.#notes.addNothingSelected(this.#selector);
  }
}
