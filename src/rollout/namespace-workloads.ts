import { exemptRuntimeClass, type Exemptions } from "../admission/exemptions.ts";
import { formatLevelVersion, type LevelVersion, type PodEvaluation, type Violation } from "../policy/evaluator.ts";
import { compareBytes } from "../api/byte-order.ts";
import { workloadKeyOf } from "../workloads/identity.ts";
import type { WorkloadObject } from "../workloads/object.ts";
import { clearerRef, type WorkloadRef } from "../workloads/owners.ts";
import type { Obstacle } from "../report/rollout-plan.ts";

/** The violations of one policy that a plan shows for a workload. */
interface ShownViolations {
  /** The rank of the object with these violations: a template before pods, then the first name. */
  readonly rank: string;
  readonly violations: readonly Violation[];
}

interface Workload {
  ref: WorkloadRef;
  /** By the index of the policy. */
  readonly shown: (ShownViolations | undefined)[];
}

/** The first character of a rank, so that a template sorts before pods. */
const TEMPLATE_RANK = "0";
const POD_RANK = "1";
/** The number of policies that fit into the bits of a number. */
const MAX_POLICIES = 31;

/**
 * Which policies the pods and templates of a namespace meet: all that a plan has to know to predict the effect of new
 * labels. Objects are added one after the other. Only these bits of an object are kept, and the violations that a plan
 * shows for its workload.
 */
export class NamespaceWorkloads {
  readonly #name: string;
  readonly #policies: readonly LevelVersion[];
  readonly #exemptions: Exemptions;
  readonly #workloads = new Map<string, Workload>();
  /** The policies that each object meets, as bits. Objects that meet the same policies share an entry. */
  readonly #met = new Set<number>();

  /** @param policies the policies that a plan asks about; privileged is optional */
  constructor(name: string, policies: readonly LevelVersion[], exemptions: Exemptions) {
    this.#name = name;
    this.#policies = distinct(policies);
    this.#exemptions = exemptions;
    if (this.#policies.length > MAX_POLICIES) throw new Error(`${this.#policies.length} policies are too many`);
  }

  /** The number of workloads. */
  get size(): number {
    return this.#workloads.size;
  }

  /**
   * Adds a pod or a template, and the workload that it belongs to. An object that is exempt by its runtime class meets
   * every policy. An object that a dump contains several times is added several times, and must meet a policy each
   * time.
   */
  add(object: WorkloadObject, ref: WorkloadRef, pod: PodEvaluation): void {
    const key = workloadKeyOf(object, ref, this.#workloads.size);
    let workload = this.#workloads.get(key);
    if (workload === undefined) this.#workloads.set(key, (workload = { ref, shown: [] }));
    else workload.ref = clearerRef(workload.ref, ref);
    if (exemptRuntimeClass(object.pod, this.#exemptions) !== undefined) return;
    const rank = (object.kind === "Pod" ? POD_RANK : TEMPLATE_RANK) + (object.metadata.name ?? "");
    let met = 0;
    for (const [index, policy] of this.#policies.entries()) {
      const violations = pod.violations(policy);
      if (violations.length === 0) met |= 1 << index;
      else {
        const known = workload.shown[index];
        // Of several copies of an object, the last one with violations is shown.
        if (known === undefined || compareBytes(rank, known.rank) <= 0) workload.shown[index] = { rank, violations };
      }
    }
    this.#met.add(met);
  }

  /** Whether every object of the namespace meets a policy. */
  meets(policy: LevelVersion): boolean {
    if (policy.level === "privileged") return true;
    const bit = this.#bitOf(policy);
    return [...this.#met].every((met) => (met & bit) !== 0);
  }

  /** Whether `to` admits every object that `from` admits. */
  isSafe(from: LevelVersion, to: LevelVersion): boolean {
    if (to.level === "privileged") return true;
    if (from.level === "privileged") return this.meets(to);
    const [before, after] = [this.#bitOf(from), this.#bitOf(to)];
    return [...this.#met].every((met) => (met & before) === 0 || (met & after) !== 0);
  }

  /** The workloads that do not meet a policy, sorted by kind and name. */
  obstacles(policy: LevelVersion): readonly Obstacle[] {
    if (policy.level === "privileged") return [];
    const index = this.#indexOf(policy);
    return [...this.#workloads.values()]
      .flatMap(({ ref, shown }) => {
        const found = shown[index];
        return found === undefined ? [] : [obstacleOf(this.#name, ref, found.violations)];
      })
      .toSorted((a, b) => compareBytes(a.kind, b.kind) || compareBytes(a.name, b.name));
  }

  #bitOf(policy: LevelVersion): number {
    return 1 << this.#indexOf(policy);
  }

  #indexOf(policy: LevelVersion): number {
    const text = formatLevelVersion(policy);
    const index = this.#policies.findIndex((known) => formatLevelVersion(known) === text);
    if (index === -1) throw new Error(`nothing is known of ${text} in ${this.#name}`);
    return index;
  }
}

function distinct(policies: readonly LevelVersion[]): readonly LevelVersion[] {
  const asked = policies.filter(({ level }) => level !== "privileged");
  return [...new Map(asked.map((policy) => [formatLevelVersion(policy), policy])).values()];
}

function obstacleOf(namespace: string, ref: WorkloadRef, violations: readonly Violation[]): Obstacle {
  const { apiVersion, kind, name } = ref;
  const checks = violations.map(({ check, reason, detail }) => ({ check, detail: detail === "" ? reason : detail }));
  return { apiVersion, kind, namespace, name, checks };
}
