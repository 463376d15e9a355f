import type { MissingList, Narrowed } from "../../workloads/object.ts";
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
    this.#notes.addCurrentNamespace(namespace);
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
