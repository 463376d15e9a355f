import { LastAnswer } from "../../api/values/last-answer.ts";
import { compareLevels, type Level } from "../../api/level.ts";
import type { Exemptions } from "../../admission/exemptions.ts";
import { judgeExistingPod, type Verdict } from "../../admission/judge.ts";
import type { Commit } from "../../audit/inventory/consumer.ts";
import { POD_RANK, TEMPLATE_RANK } from "../../audit/workload/groups.ts";
import type { ReportSize } from "../../audit/workload/report-size.ts";
import { stableNameOf } from "../../audit/workload/stable-name.ts";
import { currentRejection, type RejectionsInNamespace } from "../../audit/workload/reported-rejection.ts";
import type { EvaluatedPolicy, LevelVersion, PodEvaluation } from "../../policy/evaluator.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import { isMirrorPod, workloadKeyOf, type WorkloadRef } from "../../workloads/identity.ts";
import type { WorkloadObject } from "../../workloads/object.ts";
import { clearerRef } from "../../workloads/owners.ts";
import type { WorkloadReport } from "../../report/report.ts";
import type { CautiousWorkload } from "../../report/plan/caution.ts";
import type { Obstacle } from "../../report/plan/obstacle.ts";
import { distinctPolicies, policyKeyOf } from "./asked-policies.ts";
import { ChangeableTemplates, ChangedPods } from "./changeable-templates.ts";
import { FinishedObjects } from "./finished-objects.ts";
import { obstacleOf } from "./obstacle.ts";
import { addPods, type PlanWorkload } from "./plan-workload.ts";
import { bitsOf, newOf, reportedOf } from "./reported-violations.ts";
import { readRejection, type RejectedWorkload } from "./rejected-workload.ts";

/** The bits of a number that bitwise operators keep apart. */
const MAX_POLICIES = 31;

const LAST_VERDICT = new LastAnswer<Verdict>();

/**
 * The policies that the pods and templates of a namespace meet, which decide the effect of new labels. It keeps only these policies and, for each
 * workload, the violations that prevent a policy.
 */
export class NamespaceWorkloads {
  readonly #name: string;
  readonly #policies: readonly EvaluatedPolicy[];
  readonly #exemptions: Exemptions;
  readonly #size: ReportSize;
  readonly #workloads = new Map<string, PlanWorkload>();
  /** The policies that each object meets, as bits. Objects that meet the same policies share a number. */
  readonly #met = new Set<number>();
  readonly #changeable = new ChangeableTemplates<PlanWorkload>();
  /** The workloads whose new pods the API server rejects, or rejected under an earlier policy. */
  readonly #rejected: RejectedWorkload[] = [];
  #rejectedNow = 0;
  readonly #finished = new FinishedObjects();

  /** @param policies the policies that `meets`, `isSafe` and `obstacles` get, and privileged */
  constructor(name: string, policies: readonly EvaluatedPolicy[], exemptions: Exemptions, size: ReportSize) {
    this.#name = name;
    this.#size = size;
    this.#policies = distinctPolicies(policies);
    this.#exemptions = exemptions;
    if (this.#policies.length > MAX_POLICIES) throw new Error(`${this.#policies.length} policies are too many`);
  }

  /** The number of workloads that make pods or have running ones. */
  get size(): number {
    return this.#workloads.size;
  }

  /** The number of workloads whose new pods the API server rejects now. */
  get rejectedNow(): number {
    return this.#rejectedNow;
  }

  /**
   * Adds the rejections of new pods that the cluster reports. Call it once all objects are added.
   *
   * @param rejections those in this namespace
   * @param enforce the enforced policy: one of `policies`, or privileged
   */
  addRejections(rejections: RejectionsInNamespace, enforce: LevelVersion): void {
    const index = enforce.level === "privileged" ? -1 : this.#indexOf(enforce);
    for (const workload of this.#workloads.values()) {
      const violation = workload.reported[index];
      const isChanged = index >= 0 && this.#changeable.changed(1 << index).has(workload);
      const isNextRejected = violation?.rank.startsWith(TEMPLATE_RANK) === true && !isChanged;
      const rejectionUnder = (enforced: string | undefined): WorkloadReport["rejection"] =>
        currentRejection(rejections.of(workload.ref), enforced, workload, () => isNextRejected);
      // A rejection by an earlier policy tells what that policy rejects, but nothing is rejected by it now.
      const rejection = rejectionUnder(undefined);
      if (rejection === null) continue;
      workload.rejected = readRejection(rejection.message);
      this.#rejected.push(workload.rejected);
      if (rejectionUnder(rejections.enforced) !== null) this.#rejectedNow++;
    }
  }

  /**
   * Prepares a pod or a template, and the workload that it belongs to. An object with an exempt runtime class meets every policy. If a dump contains an object several
   * times, each place is added, and the object must meet a policy in all places.
   *
   * @param counts whether this place of the object counts its pods
   * @param owner the workload, if the object belongs to another one
   * @param isFurther whether the pod is one more template of the object before
   * @returns adds the object; never fails
   * @throws ObjectFault if the message of a violation is longer than any message of an API server, or the plan has no place for the object
   */
  prepare(
    object: WorkloadObject,
    ref: WorkloadRef,
    pod: PodEvaluation,
    counts = true,
    owner?: WorkloadRef,
    isFurther = false,
  ): Commit {
    const key = workloadKeyOf(object, ref, this.#workloads.size - (isFurther ? 1 : 0));
    const known = this.#workloads.get(key);
    const rank = (object.kind === "Pod" ? POD_RANK : TEMPLATE_RANK) + (object.metadata.name ?? "");
    const { exempt, results } = this.#judge(pod);
    const judged = exempt === undefined ? reportedOf(results, rank, known?.reported ?? [], isFurther) : undefined;
    const stableName = stableNameOf(object, owner);
    const added = newOf(judged?.reported ?? [], known?.reported ?? []);
    if (known === undefined || added.length > 0) this.#size.check();
    return () => {
      this.#size.addChecks(added);
      const workload: PlanWorkload = known ?? {
        ref,
        stableName: ref.name,
        isNamed: false,
        pods: 0,
        replicas: null,
        hasTemplate: false,
        changed: new ChangedPods(),
        reported: [],
      };
      if (known === undefined) this.#add(key, workload);
      else known.ref = clearerRef(known.ref, ref);
      workload.hasTemplate ||= object.kind !== "Pod";
      const isOwn = owner === undefined;
      if (isOwn || (!workload.isNamed && stableName !== ref.name)) workload.stableName = stableName;
      workload.isNamed ||= isOwn;
      if (counts) addPods(workload, object);
      if (object.kind === "Pod") workload.changed.add(object, judged?.met ?? 0);
      if (judged === undefined) return;
      for (const [index, violation] of judged.reported) workload.reported[index] = violation;
      const ended = object.kind === "Pod" ? 0 : judged.endedByScc;
      if (ended === 0) this.#met.add(judged.met);
      else this.#changeable.add(workload, judged.met, ended);
    };
  }

  /**
   * Prepares a pod that has ended, or a finished Job. No policy can reject it, but the API server still warns about the pod, and the next one may be like it.
   *
   */
  prepareFinished(object: WorkloadObject, ref: WorkloadRef, pod: PodEvaluation): Commit {
    const { exempt, results } = this.#judge(pod);
    const met = bitsOf(results);
    const key = workloadKeyOf(object, ref, this.#workloads.size);
    this.#size.check();
    return () => {
      if (exempt !== undefined) return;
      if (object.kind === "Pod") this.#finished.countPod(met);
      // The API server cannot prevent a mirror pod.
      if (!isMirrorPod(object)) this.#finished.add(key, ref, results, this.#size);
    };
  }

  /** Nearly all pods of a controller share an evaluation, and so the verdict. */
  #judge(pod: PodEvaluation): Verdict {
    return LAST_VERDICT.of([this, pod], () => judgeExistingPod(pod, this.#policies, this.#exemptions));
  }

  #add(key: string, workload: PlanWorkload): void {
    this.#workloads.set(key, workload);
    this.#size.addWorkload();
  }

  /** The number of finished pods that violate a policy. */
  finishedPodsAgainst(policy: EvaluatedPolicy): number {
    return policy.level === "privileged" ? 0 : this.#finished.podsAgainst(this.#indexOf(policy));
  }

  /** The finished workloads that violated a policy, unless the template for their next pods is judged. */
  finishedAgainst(policy: EvaluatedPolicy): readonly CautiousWorkload[] {
    if (policy.level === "privileged") return [];
    const isKnown = (key: string): boolean => this.#workloads.get(key)?.hasTemplate === true;
    return this.#finished.against(this.#indexOf(policy), isKnown);
  }

  /** Whether every object of the namespace meets a policy. */
  meets(policy: EvaluatedPolicy): boolean {
    if (policy.level === "privileged") return true;
    const bit = this.#bitOf(policy);
    return this.#allMet().every((met) => (met & bit) !== 0) && !this.#isRejectedAbove("privileged", policy.level);
  }

  /** Whether `to` admits every object that `from` admits, and forbids nothing more for which new pods are rejected. */
  isSafe(from: EvaluatedPolicy, to: EvaluatedPolicy): boolean {
    if (to.level === "privileged") return true;
    if (from.level === "privileged") return this.meets(to);
    const [before, after] = [this.#bitOf(from), this.#bitOf(to)];
    if (this.#isRejectedAbove(from.level, to.level)) return false;
    return this.#allMet().every((met) => (met & before) === 0 || (met & after) !== 0);
  }

  /** The policies that each object meets, as bits. */
  #allMet(): readonly number[] {
    return [...this.#met, ...this.#changeable.met()];
  }

  /** The number of workloads whose templates violate a policy that all their pods meet, as security context constraints of OpenShift changed these. */
  get changedByScc(): number {
    return this.#changeable.changed(-1).size;
  }

  /** Whether new pods are rejected by a level above one and up to another. */
  #isRejectedAbove(above: Level, upTo: Level): boolean {
    return this.#rejected.some(({ level }) => compareLevels(level, above) > 0 && compareLevels(level, upTo) <= 0);
  }

  /** The workloads that do not meet a policy, or whose new pods are rejected by its level or a looser one; sorted by kind and name. */
  obstacles(policy: EvaluatedPolicy): readonly Obstacle[] {
    if (policy.level === "privileged") return [];
    const index = this.#indexOf(policy);
    const changed = this.#changeable.changed(1 << index);
    return [...this.#workloads.values()]
      .flatMap((workload) => {
        const { ref, stableName, reported, rejected = null } = workload;
        const violated = changed.has(workload) ? undefined : reported[index]?.checks;
        const isRejected = rejected !== null && compareLevels(rejected.level, policy.level) <= 0;
        if (violated === undefined && !isRejected) return [];
        const checks = violated ?? rejected?.checks ?? [];
        return [obstacleOf(this.#name, ref, stableName, checks, rejected)];
      })
      .toSorted((a, b) => compareBytes(a.kind, b.kind) || compareBytes(a.name, b.name));
  }

  #bitOf(policy: EvaluatedPolicy): number {
    return 1 << this.#indexOf(policy);
  }

  #indexOf(policy: EvaluatedPolicy): number {
    const key = policyKeyOf(policy);
    const index = this.#policies.findIndex((known) => policyKeyOf(known) === key);
    if (index === -1) throw new Error(`nothing is known of ${key} in ${this.#name}`);
    return index;
  }
}
