import { dnsLabelFaults } from "../admission/dns-names.ts";
import type { Audit, AuditOptions } from "../audit/audit.ts";
import { labelOwnerOf } from "../rollout/label-owner.ts";
import { NamespaceWorkloads } from "../rollout/namespace-workloads.ts";
import type { PlanOptions } from "../rollout/options.ts";
import { policiesAskedOf, type NamespaceInput } from "../rollout/planned-namespace.ts";
import type { NamespaceObject } from "../workloads/object.ts";

/** Gathers what a plan needs while an audit is filled. */
export class PlanInputs {
  readonly options: PlanOptions;
  readonly #isDump: boolean;
  readonly #workloads = new Map<string, NamespaceWorkloads>();
  #hasPods = false;

  /** @param isDump whether the objects come from files */
  constructor(options: PlanOptions, isDump: boolean) {
    this.options = options;
    this.#isDump = isDump;
  }

  /** To be handed to the audit. */
  readonly onWorkload: NonNullable<AuditOptions["onWorkload"]> = (name, labels, object, workload, pod) => {
    this.#hasPods ||= object.kind === "Pod";
    // What labels there are to change is not known where they could not be read.
    if (labels !== undefined) this.#workloadsOf(name, labels).take(object, workload, pod);
  };

  /** A cluster that has none is there to tell; a dump without any was made without them. */
  get isWithoutPods(): boolean {
    return this.#isDump && !this.#hasPods;
  }

  /** The namespaces that can be planned for, once the audit is full. */
  of(audit: Audit): NamespaceInput[] {
    return audit.namespaces.filter(isNamespaceName).map(({ name, labels, annotations = {}, labelManagers }) => ({
      name,
      labels,
      workloads: this.#workloadsOf(name, labels),
      owner: labelOwnerOf({ labels, annotations, managers: labelManagers }),
      isComplete: !this.isWithoutPods && audit.isComplete(name),
    }));
  }

  #workloadsOf(name: string, labels: NamespaceObject["labels"]): NamespaceWorkloads {
    let known = this.#workloads.get(name);
    if (known === undefined) {
      known = new NamespaceWorkloads(name, policiesAskedOf(labels, this.options), this.options.admission.exemptions);
      this.#workloads.set(name, known);
    }
    return known;
  }
}

/** Whether a namespace can have a name: what cannot be one is no word for a shell either. */
export function isNamespaceName({ name }: NamespaceObject): boolean {
  return dnsLabelFaults(name).length === 0;
}
