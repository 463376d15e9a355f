import { areAllRefused } from "../../report/forbidden.ts";
import type { MissingEvents, MissingList, Narrowed } from "../../workloads/object.ts";
import type { Gaps } from "./gaps.ts";
import type { Inputs } from "./inputs.ts";
import type { NoteBook } from "./notes/notes.ts";

const NAMESPACES = "namespaces";

/** Records the lists and namespaces of a cluster that could not be read. */
export class MissingLists {
  readonly #inputs: Inputs;
  readonly #gaps: Gaps;
  readonly #notes: NoteBook;
  /** The namespaces whose labels the user may not read. */
  readonly #forbidden = new Set<string>();
  /** The only namespace that is read, instead of all. */
  #current: string | undefined;
  /** The first failure to list Events; one note is enough for all namespaces. */
  #events: MissingEvents | undefined;
  #areAllForbidden = false;
  #areNamespacesMissing = false;

  constructor(inputs: Inputs, gaps: Gaps, notes: NoteBook) {
    this.#inputs = inputs;
    this.#gaps = gaps;
    this.#notes = notes;
  }

  add(list: MissingList): void {
    const { resource, namespace, rule } = list;
    this.#inputs.addMissingList(list);
    this.#gaps.add(namespace ?? undefined);
    if (resource !== NAMESPACES) return;
    if (namespace === null) this.#areNamespacesMissing = true;
    if (rule === "") return;
    if (namespace === null) this.#areAllForbidden = true;
    else this.#forbidden.add(namespace);
  }

  /** Records that only one namespace is read. The refused lists of the whole cluster make no gap in it, since its own lists are read. */
  narrow({ namespace, refused }: Narrowed): void {
    for (const list of refused) this.#inputs.addMissingList(list);
    this.#current = namespace;
  }

  /** Records that the Events could not be listed. */
  addEvents(events: MissingEvents): void {
    this.#events ??= events;
  }

  /** Adds the notes that differ if nothing could be read: then it does not matter that the Events are missing, too. */
  finish(): void {
    const isAnythingRead = this.#inputs.objects > 0 || !areAllRefused(this.#inputs.unreadable);
    if (this.#current !== undefined) this.#notes.addCurrentNamespace(this.#current, isAnythingRead);
    if (this.#events !== undefined && isAnythingRead) this.#notes.addMissingEvents(this.#events);
  }

  /** Whether the namespaces were not listed, so that it is not known which of them a selector selects. */
  get areNamespacesMissing(): boolean {
    return this.#areNamespacesMissing;
  }

  /** Whether the user may not read the labels of a namespace. Then no note has to say that they are unknown. */
  areLabelsForbidden(namespace: string): boolean {
    return this.#areAllForbidden || this.#forbidden.has(namespace);
  }
}
