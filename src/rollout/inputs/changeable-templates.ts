import { PodSccs } from "../../audit/workload/scc.ts";
import type { WorkloadObject } from "../../workloads/object.ts";

/** The running pods of a workload, as far as they tell which templates security context constraints of OpenShift change. */
export class ChangedPods {
  readonly #sccs = new PodSccs();
  /** The policies that each pod meets, as bits. */
  #met = -1;

  /** @param met the policies that the pod meets, as bits; 0 for an exempt pod */
  add(pod: WorkloadObject, met: number): void {
    this.#sccs.add(pod);
    this.#met &= met;
  }

  /** The policies that each pod meets, as bits, if security context constraints admitted each of them; otherwise 0. */
  get met(): number {
    return this.#sccs.names === undefined ? 0 : this.#met;
  }
}

/** A workload with such pods. */
interface ChangeableWorkload {
  readonly changed: ChangedPods;
  /** Set if the cluster reports that new pods are rejected. */
  readonly rejected?: unknown;
}

/** The templates that violate policies only by fields that security context constraints of OpenShift set. They meet the policies that all their pods meet. */
export class ChangeableTemplates<T extends ChangeableWorkload> {
  readonly #templates: { readonly workload: T; readonly met: number; readonly ended: number }[] = [];

  /**
   * @param met the policies that the template meets, as bits
   * @param ended the policies that it may meet after the change, as bits
   */
  add(workload: T, met: number, ended: number): void {
    this.#templates.push({ workload, met, ended });
  }

  /** The policies that each template meets after the change, as bits. */
  met(): readonly number[] {
    return this.#templates.map(({ workload, met, ended }) => met | (ended & bitsOf(workload)));
  }

  /**
   * The workloads whose templates violate some policies that all their pods meet.
   *
   * @param policies as bits
   */
  changed(policies: number): ReadonlySet<T> {
    const found = this.#templates.filter(({ workload, ended }) => (ended & bitsOf(workload) & policies) !== 0);
    return new Set(found.map(({ workload }) => workload));
  }
}

function bitsOf({ changed, rejected }: ChangeableWorkload): number {
  return rejected === undefined ? changed.met : 0;
}
