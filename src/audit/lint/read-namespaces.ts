import { hasSamePolicyLabels, type ResolvedPolicy } from "../../admission/labels.ts";
import type { ManagedNamespaceLabels, NamespaceObject } from "../../workloads/object.ts";
import type { NoteBook } from "../inventory/notes/notes.ts";
import { policyOf } from "../lint-policy.ts";
import { ManagedNamespaces } from "./managed-namespaces.ts";

/**
 * Reads the Namespaces of manifests, and the pod-security labels that Applications of Argo CD give to namespaces. Notes name labels that contradict
 * others or are invalid.
 */
export class ReadNamespaces {
  readonly #notes: NoteBook;
  readonly #defaults: ResolvedPolicy | undefined;
  readonly #serverMinor: number;
  readonly #manifests = new Map<string, NamespaceObject>();
  readonly #managed: ManagedNamespaces;

  /**
   * @param defaults the policy for missing labels; undefined without a configuration
   * @param serverMinor the minor of the API server, which decides what the labels mean
   */
  constructor(notes: NoteBook, defaults: ResolvedPolicy | undefined, serverMinor: number) {
    this.#notes = notes;
    this.#defaults = defaults;
    this.#serverMinor = serverMinor;
    this.#managed = new ManagedNamespaces(defaults);
  }

  /**
   * Adds a Namespace. Its labels count from now on.
   *
   * @returns whether there was one of this name before
   */
  add(namespace: NamespaceObject): boolean {
    const { name } = namespace;
    const earlier = this.#manifests.get(name);
    if (earlier !== undefined && !hasSamePolicyLabels(earlier.labels, namespace.labels)) {
      this.#notes.addDuplicateNamespace(namespace, earlier);
    }
    this.#manifests.set(name, namespace);
    for (const managed of this.#managed.of(name)) this.#notes.addManagedConflict(managed, namespace);
    this.#addLabelErrors(namespace);
    return earlier !== undefined;
  }

  /**
   * Adds the pod-security labels that Argo CD gives to a namespace. A Namespace takes precedence, because Argo CD applies it over these labels
   * ("Sync Options" in the documentation of Argo CD v3.2).
   *
   * @returns the namespace whose labels count from now on; undefined if nothing changes
   */
  addManaged(item: ManagedNamespaceLabels): NamespaceObject | undefined {
    const { namespace } = item;
    if (!this.#managed.add(item)) return undefined;
    const manifest = this.#manifests.get(namespace.name);
    if (manifest !== undefined) return void this.#notes.addManagedConflict(item, manifest);
    this.#addLabelErrors(namespace);
    return this.#managed.namespace(namespace.name);
  }

  /** Adds the notes that need all inputs: Applications that give a namespace different labels matter only if it has no Namespace. */
  end(): void {
    for (const [later, earlier] of this.#managed.conflicts()) {
      if (!this.#manifests.has(later.namespace.name)) this.#notes.addManagedTwice(later, earlier);
    }
  }

  #addLabelErrors(namespace: NamespaceObject): void {
    const { errors } = policyOf(namespace, this.#defaults, this.#serverMinor);
    const [first] = errors;
    if (first !== undefined) this.#notes.addInvalidLabels(namespace, errors, ["metadata", "labels", first.label]);
  }
}
