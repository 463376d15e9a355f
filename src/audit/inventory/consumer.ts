import type { Labels } from "../../admission/labels.ts";
import type { PodEvaluation } from "../../policy/evaluator.ts";
import type { WorkloadObject } from "../../workloads/object.ts";
import type { WorkloadRef } from "../../workloads/owners.ts";

/** A pod, or the pod template of a controller, with all that is needed to judge it. */
export interface InventoryEntry {
  readonly namespace: string;
  /** The labels of the namespace; undefined where they are not known. */
  readonly labels: Labels | undefined;
  readonly object: WorkloadObject;
  /** The workload that the object belongs to: its owner, or the object itself. */
  readonly workload: WorkloadRef;
  /** Undefined for an object that belongs to itself. */
  readonly owner: WorkloadRef | undefined;
  readonly pod: PodEvaluation;
  /** Whether the object comes from a file, so that its place is known. */
  readonly isFromFile: boolean;
  /** Whether this place of the object counts in a report. Files may contain an object several times, and its last place counts. */
  readonly counts: boolean;
}

/** A receiver of all namespaces, pods and templates of an inventory. */
export interface InventoryConsumer {
  /** Whether the consumer also wants the places of an object that do not count. */
  readonly needsEveryPlace: boolean;
  /**
   * Adds a namespace: once, and before the entries of the namespace that count.
   *
   * @param labels undefined where they are not known
   */
  addNamespace(name: string, labels: Labels | undefined): void;
  /** Adds a pod or a template. An entry that fails is lost as a whole, so the consumer changes nothing before all that may fail is done. */
  addEntry(entry: InventoryEntry): void;
}
