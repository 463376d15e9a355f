import { meantName } from "../../../api/words/nearest-name.ts";
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
  /** The namespaces that may be meant by a wrong name: those outside the scope by one to read, those in it by one to leave out. */
  readonly #outside = new Set<string>();
  readonly #inside = new Set<string>();
  readonly #hasNames: boolean;

  constructor({ names, skipped, selector }: NamespaceScope, notes: NoteBook) {
    this.#notes = notes;
    this.#hasNames = names !== undefined || skipped !== undefined;
    this.#selector = selector;
    this.#unfound = new Set(names);
    this.#unskipped = new Set(skipped);
  }

  /** Notices that an item is about a namespace. */
  found(name: string, isOutside: boolean): void {
    (isOutside ? this.#unskipped : this.#unfound).delete(name);
    if (this.#hasNames) (isOutside ? this.#outside : this.#inside).add(name);
  }

  /** A cluster has no such namespace. Its other namespaces were not read. */
  addAbsent(name: string): void {
    this.#addAbsent(name, "to list those that exist: kubectl get namespaces");
  }

  /** Adds the names of a dump that no item is about, unless unreadable items may be about them. */
  addUnfound(isUncertain: (name: string) => boolean): void {
    for (const name of this.#unfound) {
      if (!isUncertain(name))
        this.#addAbsent(name, meantName(name, [...this.#outside], "check the name given with -n"));
    }
  }

  /**
   * Notes names to leave out that do not exist, and a selector without a match. Call it only if all namespaces are known.
   *
   * @param mayMatch whether a namespace is in the scope, or may be
   */
  noteMissing(mayMatch: boolean): void {
    for (const name of this.#unskipped) {
      this.#notes.addUnknownSkip(name, meantName(name, [...this.#inside], "check the name given with --skip"));
    }
    if (this.#selector !== undefined && !mayMatch) this.#notes.addNothingSelected(this.#selector);
  }

  #addAbsent(name: string, advice: string): void {
    this.absent.push(name);
    this.#notes.addAbsentNamespace(name, advice);
  }
}
