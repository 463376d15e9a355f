import type { Labels } from "../../admission/labels.ts";
import type { PodEvaluation } from "../../policy/evaluator.ts";
import type { PodInObject, WorkloadObject } from "../../workloads/object.ts";
import type { WorkloadRef } from "../../workloads/identity.ts";

/** A pod, or the pod template of a controller, with everything that is needed to judge it. */
export interface InventoryEntry {
  readonly namespace: string;
  /** The labels of the namespace; undefined if they are not known. */
  readonly labels: Labels | undefined;
  readonly object: WorkloadObject;
  /** The pod of the object that the entry is about: an object with several templates has an entry for each. */
  readonly template: PodInObject;
  /** The position of `template` in the object, from 0. The entries of an object follow each other. */
  readonly position: number;
  /** The workload that the object belongs to: its owner, or the object itself. */
  readonly workload: WorkloadRef;
  /** Undefined for an object that belongs to itself. */
  readonly owner: WorkloadRef | undefined;
  readonly pod: PodEvaluation;
  /** Whether it is a pod that has ended, or the template of a Job that makes no more pods. The API server still looks at such a pod. */
  readonly isFinished: boolean;
  /** Whether the object is from a file and not from a cluster. Only a file has places. */
  readonly isFromFile: boolean;
  /** Whether this place of the object counts in a report. Files may contain an object several times; its last place counts. */
  readonly counts: boolean;
}

/** Adds a prepared entry. It never fails. */
export type Commit = () => void;

/** A receiver of all namespaces, pods and templates of an inventory. */
export interface InventoryConsumer {
  /** Whether the consumer also needs the places of an object that do not count. */
  readonly needsEveryPlace: boolean;
  /**
   * Adds a namespace. It is called once for each, before the entries of the namespace that count.
   *
   * @param labels undefined if they are not known
   */
  addNamespace(name: string, labels: Labels | undefined): void;
  /**
   * Prepares a pod or a template: all steps that can fail. It changes nothing, because an entry that fails in one consumer is lost for all of them.
   *
   * @returns adds the entry; called before the next entry is prepared
   */
  prepareEntry(entry: InventoryEntry): Commit;
}
