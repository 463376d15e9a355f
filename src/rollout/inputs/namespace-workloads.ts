import { ObjectFault } from "../../api/failure.ts";
import { exemptRuntimeClass, type Exemptions } from "../../admission/exemptions.ts";
import { formatLevelVersion, type LevelVersion, type PodEvaluation, type Violation } from "../../policy/evaluator.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import { workloadKeyOf, type WorkloadRef } from "../../workloads/identity.ts";
import type { WorkloadObject } from "../../workloads/object.ts";
import { clearerRef } from "../../workloads/owners.ts";
import type { Obstacle } from "../../report/rollout-plan.ts";

/** The violations of a policy that a plan reports of a workload. */
interface ReportedViolations {
  /** The rank of the object that violates: a template before pods, then the first name. */
  readonly rank: string;
  readonly violations: readonly Violation[];
}

interface Workload {
  ref: WorkloadRef;
  /** By policy. */
  readonly reported: (ReportedViolations | undefined)[];
}

/** Of a pod and of a template: which stands first in the byte order. */
const TEMPLATE_RANK = "0";
const POD_RANK = "1";
/** Bits of a number that can be told apart. */
const MAX_POLICIES = 31;

/**
 * Which policies the pods and templates of a namespace meet: all that has to be known of them to say what new labels would do. They come by
 * one after the other, and nothing of a pod is kept but that, and of each workload what stands in its way.
 */
export class NamespaceWorkloads {
  readonly #name: string;
  readonly #policies: readonly LevelVersion[];
  readonly #exemptions: Exemptions;
  readonly #workloads = new Map<string, Workload>();
  /** For each object the policies that it meets, as bits: of objects that meet the same there is one number. */
  readonly #met = new Set<number>();

  /** @param policies those that will be asked about; privileged need not be among them */
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
   * Adds a pod or a template, and the workload that it belongs to. An object with an exempt runtime class meets every policy. If a dump contains an
   * object several times, each place is added, and the object must meet a policy in all places.
   *
   * @throws ObjectFault where the message of a violation is larger than any of an API server; nothing is added then
   */
  add(object: WorkloadObject, ref: WorkloadRef, pod: PodEvaluation): void {
    const key = workloadKeyOf(object, ref, this.#workloads.size);
    const known = this.#workloads.get(key);
    const rank = (object.kind === "Pod" ? POD_RANK : TEMPLATE_RANK) + (object.metadata.name ?? "");
    const isExempt = exemptRuntimeClass(object.pod, this.#exemptions) !== undefined;
    const judged = isExempt ? undefined : this.#judge(pod, rank, known?.reported ?? []);
    const workload = known ?? { ref, reported: [] };
    if (known === undefined) this.#workloads.set(key, workload);
    else known.ref = clearerRef(known.ref, ref);
    if (judged === undefined) return;
    for (const [index, violation] of judged.reported) workload.reported[index] = violation;
    this.#met.add(judged.met);
  }

  /** The policies that a pod meets, as bits, and the violations that its workload has from now on. */
  #judge(pod: PodEvaluation, rank: string, known: Workload["reported"]) {
    let met = 0;
    const reported: [index: number, violation: ReportedViolations][] = [];
    for (const [index, policy] of this.#policies.entries()) {
      const violations = pod.violations(policy);
      if (violations.length === 0) {
        met |= 1 << index;
        continue;
      }
      const earlier = known[index];
      // Of several places of one object, the last one that violates is reported.
      if (earlier !== undefined && compareBytes(rank, earlier.rank) > 0) continue;
      refuseLongMessage(violations);
      reported.push([index, { rank, violations }]);
    }
    return { met, reported };
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
      .flatMap(({ ref, reported }) => {
        const violation = reported[index];
        return violation === undefined ? [] : [obstacleOf(this.#name, ref, violation.violations)];
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

/** As long as the longest message of a report: more than an object of 3 MiB can cause. */
const MAX_MESSAGE = 64 * 1024 * 1024;

function refuseLongMessage(violations: readonly Violation[]): void {
  const length = violations.reduce((total, { reason, detail }) => total + reason.length + detail.length, 0);
  if (length <= MAX_MESSAGE) return;
  throw new ObjectFault(`too large: what is said of it is more than ${MAX_MESSAGE / 1024 / 1024} MiB`);
}

function obstacleOf(namespace: string, ref: WorkloadRef, violations: readonly Violation[]): Obstacle {
  const { apiVersion, kind, name } = ref;
  const checks = violations.map(({ check, reason, detail }) => ({ check, detail: detail === "" ? reason : detail }));
  return { apiVersion, kind, namespace, name, checks };
}
