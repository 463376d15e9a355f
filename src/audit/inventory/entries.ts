import type { Labels } from "../../admission/labels.ts";
import type { Evaluator } from "../../policy/evaluator.ts";
import { nameOf, namespaceOf, type WorkloadRef, podsOf } from "../../workloads/identity.ts";
import type { WorkloadObject } from "../../workloads/object.ts";
import { isFinished } from "../../workloads/owners.ts";
import type { Commit, InventoryConsumer, InventoryEntry } from "./consumer.ts";
import { Evaluations } from "./judging/evaluations.ts";
import type { KnownNamespaces } from "./scope/known-namespaces.ts";
import type { MissingLists } from "./missing-lists.ts";

/** Passes the namespaces, pods and templates of an inventory to its consumers: each namespace once, before its entries. */
export class Entries {
  readonly #consumers: readonly InventoryConsumer[];
  readonly #evaluations: Evaluations;
  readonly #isFromFile: boolean;
  readonly #known: KnownNamespaces;
  readonly #missing: MissingLists;
  /** The namespaces that were passed to the consumers. */
  readonly #announced = new Set<string>();

  /** @param isFromFile whether the objects are from files, and not from a cluster */
  constructor(
    consumers: readonly InventoryConsumer[],
    { evaluator, isFromFile }: { readonly evaluator: Evaluator; readonly isFromFile: boolean },
    known: KnownNamespaces,
    missing: MissingLists,
  ) {
    this.#consumers = consumers;
    this.#evaluations = new Evaluations(evaluator);
    this.#isFromFile = isFromFile;
    this.#known = known;
    this.#missing = missing;
  }

  /** Whether any consumer needs the places of an object that count, or those that do not. */
  areNeeded(counts: boolean): boolean {
    return this.#consumersOf(counts).length > 0;
  }

  announce(name: string, labels: Labels | undefined): void {
    if (this.#announced.has(name)) return;
    this.#announced.add(name);
    for (const consumer of this.#consumers) consumer.addNamespace(name, labels);
  }

  /**
   * Passes a pod or a template.
   *
   * @param owner the workload that the object belongs to; undefined if it belongs to itself
   * @param counts whether this place of the object counts in a report
   * @throws ObjectFault if a consumer cannot judge it; then no consumer has it
   */
  add(object: WorkloadObject, owner: WorkloadRef | undefined, counts: boolean): void {
    const namespace = namespaceOf(object);
    const labels = this.#known.labelsOf(namespace);
    if (counts) {
      if (labels === undefined && !this.#announced.has(namespace)) this.#missing.addUnknownLabels(namespace);
      this.announce(namespace, labels);
    }
    const workload = owner ?? { apiVersion: object.apiVersion, kind: object.kind, name: nameOf(object) };
    const facts = { isFinished: isFinished(object, owner), counts, isFromFile: this.#isFromFile };
    const entries = podsOf(object).map((template, position): InventoryEntry => ({
      ...{ namespace, labels, object, workload, owner, ...facts },
      ...{ template, position, pod: this.#evaluations.of(object, template) },
    }));
    // If the last template cannot be judged, no consumer may have the first.
    if (entries.length > 1) for (const entry of entries) this.#prepare(entry);
    for (const entry of entries) for (const commit of this.#prepare(entry)) commit();
  }

  #prepare(entry: InventoryEntry): readonly Commit[] {
    return this.#consumersOf(entry.counts).map((consumer) => consumer.prepareEntry(entry));
  }

  #consumersOf(counts: boolean): readonly InventoryConsumer[] {
    return counts ? this.#consumers : this.#consumers.filter(({ needsEveryPlace }) => needsEveryPlace);
  }
}
