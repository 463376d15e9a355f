import { missingEventsNote, missingPoliciesNote } from "./notes/server-notes.ts";
import { quote } from "../../api/words/quoted.ts";
import { areAllRefused } from "../../report/gaps/forbidden.ts";
import type {
  ClusterItem,
  MissingEvents,
  MissingList,
  MissingPolicies,
  Narrowed,
  UnreadKinds,
} from "../../workloads/cluster-item.ts";
import type { Gaps } from "./gaps.ts";
import type { Inputs } from "./inputs.ts";
import type { NoteBook } from "./notes/notes.ts";
import { unreadKindsNotes } from "./notes/unread-kinds.ts";

const NAMESPACES = "namespaces";

/** A list without which everything else is judged. */
type OptionalList = MissingEvents | MissingPolicies | UnreadKinds;

/** Whether an item is a list that could not be read, and without which everything else is judged. */
export function isOptional(item: ClusterItem): item is OptionalList {
  return item.type === "missing-events" || item.type === "missing-policies" || item.type === "unread-kinds";
}

/** Records the lists and namespaces of a cluster that could not be read. */
export class MissingLists {
  readonly #inputs: Inputs;
  readonly #gaps: Gaps;
  readonly #notes: NoteBook;
  readonly #areLabelsNeeded: boolean;
  /** The number of objects that are left out, by namespace: its labels are unknown, and decide whether `-l` selects it. */
  readonly #leftOut = new Map<string, number>();
  /** The namespaces whose labels the user may not read. */
  readonly #forbidden = new Set<string>();
  /** The only namespace that is read, instead of all. */
  #current: string | undefined;
  /** The first failure to list Events; one note is enough for all namespaces. */
  #events: MissingEvents | undefined;
  /** The first failure to list policies or bindings; one note is enough for both lists. */
  #policies: MissingPolicies | undefined;
  /** The custom resources that were not read, each list once. */
  readonly #unreadKinds = new Map<string, UnreadKinds>();
  #areAllForbidden = false;
  #areNamespacesMissing = false;

  /** @param areLabelsNeeded whether a dump without the Namespace of a workload is incomplete */
  constructor(inputs: Inputs, gaps: Gaps, notes: NoteBook, areLabelsNeeded: boolean) {
    this.#inputs = inputs;
    this.#gaps = gaps;
    this.#notes = notes;
    this.#areLabelsNeeded = areLabelsNeeded;
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

  /** The only namespace that is read, since the user may not list all; undefined otherwise. */
  get current(): string | undefined {
    return this.#current;
  }

  /** Records a namespace with workloads whose labels are unknown. */
  addUnknownLabels(namespace: string): void {
    // One message about the missing right is enough.
    if (this.#areAllForbidden || this.#forbidden.has(namespace)) return;
    if (this.#areLabelsNeeded)
      this.#addUnreadNamespace(
        namespace,
        `${unknownLabels(namespace)}, and so is its policy; add the output of kubectl get ns -o yaml`,
      );
    else this.#notes.addUnknownNamespace(namespace);
  }

  /** Records an object of a namespace with unknown labels, which decide whether `-l` selects it. */
  addLeftOut(namespace: string): void {
    this.#leftOut.set(namespace, (this.#leftOut.get(namespace) ?? 0) + 1);
  }

  /** Whether objects were left out because it is unknown whether `-l` selects them. */
  get hasLeftOut(): boolean {
    return this.#leftOut.size > 0;
  }

  #addUnreadNamespace(namespace: string, message: string): void {
    this.#inputs.addMissingList({ type: "missing", message, resource: NAMESPACES, namespace, rule: "" });
  }

  /** Records a list without which everything else is judged. */
  addOptional(item: OptionalList): void {
    if (item.type === "missing-events") this.#events ??= item;
    else if (item.type === "missing-policies") this.#policies ??= item;
    else this.#unreadKinds.set(`${item.reason} ${item.resource}`, item);
  }

  /** Adds the notes that differ if nothing could be read: then it does not matter that the Events are missing, too. */
  finish(): void {
    for (const [namespace, count] of this.#leftOut) {
      const objects = count === 1 ? "1 object is" : `${count} objects are`;
      const message = `${unknownLabels(namespace)}, so it is unknown whether -l selects it; ${objects} left out`;
      this.#addUnreadNamespace(namespace, message);
    }
    const isAnythingRead = this.#inputs.objects > 0 || !areAllRefused(this.#inputs.unreadable);
    if (this.#current !== undefined) this.#notes.addCurrentNamespace(this.#current, isAnythingRead);
    if (!isAnythingRead) return;
    if (this.#events !== undefined) this.#notes.add(missingEventsNote(this.#events));
    if (this.#policies !== undefined) this.#notes.add(missingPoliciesNote(this.#policies));
    for (const note of unreadKindsNotes([...this.#unreadKinds.values()])) this.#notes.add(note);
  }

  /** Whether the namespaces were not listed, or not all of them, so that it is not known which exist. */
  get areNamespacesMissing(): boolean {
    return this.#areNamespacesMissing || this.#current !== undefined;
  }
}

function unknownLabels(namespace: string): string {
  return `the Namespace ${quote(namespace)} was not read: its labels are unknown`;
}
