import { dnsLabelFaults } from "../../admission/dns-names.ts";
import { resolvePolicy, type Labels } from "../../admission/labels.ts";
import type { Commit, InventoryConsumer, InventoryEntry } from "../../audit/inventory/consumer.ts";
import type { Inventory } from "../../audit/inventory/inventory.ts";
import type { ReportSize } from "../../audit/workload/report-size.ts";
import { newerDefaultNotes, newerPinNotes } from "../../audit/inventory/notes/newer-versions.ts";
import { partsOf, rejectionsIn } from "../../audit/reported-policy.ts";
import { unreadNamespaceOf } from "../../report/gaps/missing.ts";
import type { Note } from "../../report/report.ts";
import type { NamespaceObject } from "../../workloads/object.ts";
import { NamespaceCautions } from "./cautions.ts";
import { CronPeriods } from "./cron-period.ts";
import { labelOwnerOf } from "./label-owner.ts";
import { NamespaceWorkloads } from "./namespace-workloads.ts";
import type { PlanOptions } from "../options.ts";
import { policiesAskedOf } from "../meanings.ts";
import type { NamespaceInput } from "../planned-namespace.ts";

/** Gathers the facts about the namespaces of an inventory that a plan depends on. */
export class PlanInputs implements InventoryConsumer {
  readonly needsEveryPlace: boolean;
  readonly #options: PlanOptions;
  readonly #labels = new Map<string, Labels | undefined>();
  readonly #workloads = new Map<string, NamespaceWorkloads>();
  readonly #cautions = new Map<string, NamespaceCautions>();
  readonly #periods = new CronPeriods();
  readonly #size: ReportSize;
  #hasPods = false;

  /**
   * @param size the size of what the run keeps, which all consumers share
   * @param needsEveryPlace whether an object of a dump must meet a policy in all its places, and not only in the one that counts
   */
  constructor(options: PlanOptions, size: ReportSize, needsEveryPlace = true) {
    this.#options = options;
    this.#size = size;
    this.needsEveryPlace = needsEveryPlace;
  }

  addNamespace(name: string, labels: Labels | undefined): void {
    this.#labels.set(name, labels);
  }

  prepareEntry(entry: InventoryEntry): Commit {
    const commit = this.#prepare(entry);
    return () => {
      this.#hasPods ||= entry.object.kind === "Pod";
      this.#cautionsOf(entry.namespace).add(entry);
      commit?.();
    };
  }

  /** @returns undefined for an object that decides no policy */
  #prepare({
    namespace,
    labels = {},
    object,
    workload,
    pod,
    owner,
    isFinished,
    position,
    counts,
  }: InventoryEntry): Commit | undefined {
    const workloads = this.#workloadsOf(namespace, labels);
    if (!isFinished) return workloads.prepare(object, workload, pod, counts, owner, position > 0);
    return counts ? workloads.prepareFinished(object, workload, pod) : undefined;
  }

  /** Whether the inventory is a dump without pods. Such a dump does not tell which pods run; a cluster without pods has none. */
  isWithoutPods(inventory: Inventory): boolean {
    return inventory.source.type === "files" && !this.#hasPods;
  }

  /**
   * The namespaces of a plan, including those whose labels could not be read.
   *
   * @param inventory the inventory that this is a consumer of, once it has read everything
   */
  namespaces(inventory: Inventory): NamespaceInput[] {
    const known = inventory.namespaces.filter(isNamespaceName);
    const inputs = known.map((namespace) => this.#known(namespace, inventory));
    const unknown = this.unlabelled(inventory).map((name) => ({
      name,
      labels: {},
      areLabelsKnown: false,
      workloads: this.#workloadsOf(name, {}),
      owner: null,
      cautions: this.#cautionsOf(name).cautions,
      observeDays: this.#cautionsOf(name).observeDays,
      isComplete: false,
    }));
    return [...inputs, ...unknown];
  }

  #known(namespace: NamespaceObject, inventory: Inventory): NamespaceInput {
    const { name, labels, annotations = {}, labelManagers, watchedSince, isTerminating } = namespace;
    const isWithoutPods = this.isWithoutPods(inventory);
    const workloads = this.#workloadsOf(name, labels);
    const resolution = resolvePolicy(labels, this.#options.admission.defaults);
    workloads.addRejections(rejectionsIn(name, resolution, inventory.rejections), resolution.policy.enforce);
    const cautions = this.#cautionsOf(name);
    // If an object has pods or other objects, they are judged in its place.
    const unjudged = inventory.unjudged.in(name).filter((object) => !cautions.isOwner(object));
    const isRead = inventory.isComplete(name) && unjudged.length === 0;
    return {
      name,
      labels,
      areLabelsKnown: true,
      workloads,
      owner: labelOwnerOf({ labels, annotations, managers: labelManagers }),
      cautions: cautions.cautions,
      observeDays: cautions.observeDays,
      slowestCronJob: cautions.slowestCronJob,
      ...(watchedSince !== undefined && { watchedSince }),
      ...(isTerminating && { isTerminating }),
      isComplete: isRead && !isWithoutPods,
      lacksOnlyPods: isRead && isWithoutPods,
      unjudged,
    };
  }

  /** The names of the namespaces whose labels could not be read: those with objects, and those that the API server refused. */
  unlabelled({ namespaces, unreadable }: Inventory): string[] {
    const names = new Set(unreadable.flatMap((one) => unreadNamespaceOf(one) ?? []));
    for (const [name, labels] of this.#labels) if (labels === undefined) names.add(name);
    for (const { name } of namespaces) names.delete(name);
    return [...names].filter((name) => isNamespaceName({ name }));
  }

  /** The notes on namespaces that pin a version newer than their server, and on such defaults of the configuration. */
  newerPins({ maxMinor }: Inventory): readonly Note[] {
    const { defaults } = this.#options.admission;
    const namespaces = Array.from(this.#labels, ([name, labels = {}]) => ({
      name,
      policy: partsOf(resolvePolicy(labels, defaults).policy),
    }));
    return [...newerDefaultNotes(defaults, maxMinor), ...newerPinNotes(namespaces, maxMinor)];
  }

  /** The namespaces with templates that block nothing because security context constraints of OpenShift change their pods. */
  changedByScc(inventory: Inventory): readonly { readonly name: string; readonly workloads: number }[] {
    return Array.from(this.#workloads, ([name, { changedByScc }]) => ({ name, workloads: changedByScc })).filter(
      ({ name, workloads }) => workloads > 0 && inventory.isInScope(name),
    );
  }

  #cautionsOf(name: string): NamespaceCautions {
    const known = this.#cautions.get(name) ?? new NamespaceCautions(this.#periods);
    this.#cautions.set(name, known);
    return known;
  }

  #workloadsOf(name: string, labels: Labels): NamespaceWorkloads {
    let known = this.#workloads.get(name);
    if (known === undefined) {
      const policies = policiesAskedOf(labels, this.#options);
      known = new NamespaceWorkloads(name, policies, this.#options.admission.exemptions, this.#size);
      this.#workloads.set(name, known);
    }
    return known;
  }
}

/** Whether the name of a namespace is one that an API server accepts. A plan puts no other name into a command for a shell. */
export function isNamespaceName({ name }: Pick<NamespaceObject, "name">): boolean {
  return dnsLabelFaults(name).length === 0;
}
