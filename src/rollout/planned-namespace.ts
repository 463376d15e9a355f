import { exemptNamespace } from "../admission/exemptions.ts";
import { resolvePolicy, type LabelResolution, type Labels, type ResolvedPolicy } from "../admission/labels.ts";
import { reviewNamespaceUpdate } from "../admission/namespaces.ts";
import type { LevelVersion } from "../policy/evaluator.ts";
import type { DenyingBinding } from "../admission/policy-judge.ts";
import { compareLevels, type Level } from "../api/level.ts";
import type { Version } from "../policy/version.ts";
import { withFinished } from "./inputs/cautions.ts";
import { seenAgainst, type SeenNamespace } from "./history/seen-namespace.ts";
import type { NamespaceWorkloads } from "./inputs/namespace-workloads.ts";
import type { WorkloadRef } from "../workloads/identity.ts";
import { meaningsOf, policyBefore, type Meaning } from "./meanings.ts";
import type { PlanOptions } from "./options.ts";
import { policyLabelsOf } from "./policy-labels.ts";
import type { Caution, CautiousWorkload, Observed } from "../report/plan/caution.ts";
import { changesBetween } from "./steps/label-command.ts";
import type { KeptReason, LabelOwner, NamespaceFacts, PolicyLabels } from "../report/plan/rollout-plan.ts";
import type { Obstacle } from "../report/plan/obstacle.ts";

/**
 * The namespaces that every API server creates (pkg/controlplane/controller/systemnamespaces, k8s.io/kubernetes v1.37.2), except default. Later workloads there
 * may need privileged.
 */
const SYSTEM_NAMESPACES: ReadonlySet<string> = new Set(["kube-system", "kube-public", "kube-node-lease"]);

/** The reasons for which the plan has no step at all for a namespace. */
const LEFT_OUT: ReadonlySet<KeptReason> = new Set<KeptReason>(["exempt", "skipped", "terminating", "managed"]);

/** A namespace as read: its labels and its contents. */
export interface NamespaceInput {
  readonly name: string;
  /** Empty if they could not be read. */
  readonly labels: Labels;
  /** Whether the labels could be read. If not, the policy is unknown, and the plan has no step for the namespace. */
  readonly areLabelsKnown: boolean;
  readonly workloads: NamespaceWorkloads;
  readonly owner: LabelOwner | null;
  /** The reasons why its next pods may differ from those of today. */
  readonly cautions: readonly Caution[];
  /** The days to observe it before a stricter enforce, if there is a caution. */
  readonly observeDays: number;
  /** The CronJob that makes them more than a week. */
  readonly slowestCronJob?: string | null;
  /** Since when its audit and warn labels are what they are; absent if that is not known. */
  readonly watchedSince?: string;
  /** Whether it is being deleted; absent if it is not. */
  readonly isTerminating?: true;
  /** The ValidatingAdmissionPolicies that deny its pods today and no longer would with other labels, although these enforce less; absent if there are none. */
  readonly policiesLost?: (labels: PolicyLabels) => readonly DenyingBinding[];
  /** Whether every object in it could be read and judged. An object that could not may violate any level. */
  readonly isComplete: boolean;
  /** Whether it is incomplete for one reason only: it is from a dump without pods. */
  readonly lacksOnlyPods?: boolean;
  /** Its objects that make pods and are not judged, so that it is not complete. */
  readonly unjudged?: readonly WorkloadRef[];
  /** The evidence of a history about it; null if nothing. Absent without one. */
  readonly history?: SeenNamespace | null;
}

/** The state of a namespace during planning. */
export class PlannedNamespaceState {
  readonly input: NamespaceInput;
  readonly #options: PlanOptions;
  #labels: PolicyLabels;

  constructor(input: NamespaceInput, options: PlanOptions) {
    this.input = input;
    this.#options = options;
    this.#labels = policyLabelsOf(input.labels);
  }

  get labels(): PolicyLabels {
    return this.#labels;
  }

  /** The policy that results from the current labels. */
  get resolution(): LabelResolution {
    return resolvePolicy(this.#labels, this.#options.admission.defaults);
  }

  /** The policy in force before the first step. */
  get original(): LabelResolution {
    return resolvePolicy(policyLabelsOf(this.input.labels), this.#options.admission.defaults);
  }

  /** The policy in force before the first step on an API server of an older minor, where warn may not follow enforce. */
  originalOn(minor: number): ResolvedPolicy {
    return policyBefore(this.input.labels, minor, this.#options);
  }

  /** The facts about it with these labels. */
  factsWith(labels: PolicyLabels): NamespaceFacts {
    const { name, workloads, owner, slowestCronJob = null } = this.input;
    const { enforce } = resolvePolicy(labels, this.#options.admission.defaults).policy;
    const cautions = withFinished(this.input.cautions, this.#finishedAgainst(enforce));
    const observeDays = cautions.length === 0 ? null : this.input.observeDays;
    const slowest = observeDays === null || slowestCronJob === null ? {} : { slowestCronJob };
    const { size, rejectedNow } = workloads;
    const seen = this.input.history === undefined ? {} : { history: this.input.history?.evidence ?? null };
    return { name, workloads: size, rejectedNow, cautions, observeDays, ...slowest, observed: null, owner, ...seen };
  }

  /** How long audit and warn have reported what a stricter enforce would reject; null if a step of the plan changes its labels first. */
  get observed(): Observed | null {
    const { daysSince } = this.#options;
    const { watchedSince: since, labels } = this.input;
    const isMoved = Object.keys(changesBetween(policyLabelsOf(labels), this.#labels)).length > 0;
    if (daysSince === undefined || isMoved) return null;
    return since === undefined ? { since: null, days: null } : { since, days: Math.max(0, daysSince(since)) };
  }

  /** Whether there is a caution if this policy is enforced. */
  isCautiousWith(enforce: LevelVersion): boolean {
    return this.input.cautions.length > 0 || this.#finishedAgainst(enforce).length > 0;
  }

  /** The finished workloads that another enforce than today's would have rejected. */
  #finishedAgainst({ level, version }: LevelVersion): readonly CautiousWorkload[] {
    const now = this.original.policy.enforce;
    if (level === now.level && version.text === now.version.text) return [];
    const found = this.#meanings(version).map((meaning) => this.input.workloads.finishedAgainst({ level, ...meaning }));
    return found.find((workloads) => workloads.length > 0) ?? [];
  }

  moveTo(labels: PolicyLabels): void {
    this.#labels = labels;
  }

  /** Whether labels leave each ValidatingAdmissionPolicy in force that denies more than they enforce. One with unknown rules counts only if `any` is true. */
  keepsPolicies(labels: PolicyLabels, any: boolean): boolean {
    const lost = this.input.policiesLost?.(labels) ?? [];
    return !lost.some(({ level }) => any || level !== undefined);
  }

  /** Whether every object meets a level at a version, before an upgrade of the cluster and after it. */
  meets({ level, version }: LevelVersion): boolean {
    return this.#meanings(version).every((meaning) => this.input.workloads.meets({ level, ...meaning }));
  }

  /** Whether two versions of a level consist of the same checks, before an upgrade of the cluster and after it. */
  hasSameChecks(level: Level, a: Version, b: Version): boolean {
    const meanings = this.#meanings(b);
    return this.#meanings(a).every((meaning, index) =>
      this.#options.admission.evaluator.hasSameChecks(
        { level, version: meaning.version },
        { level, version: meanings[index]?.version ?? b },
      ),
    );
  }

  /**
   * Whether enforcing `to` in place of `from` rejects no object that was admitted, before an upgrade of the cluster and
   * after it.
   */
  isSafe(from: LevelVersion, to: LevelVersion): boolean {
    const isSame = from.level === to.level && from.version.text === to.version.text;
    if (isSame || to.level === "privileged") return true;
    if (!this.input.isComplete) return false;
    const after = this.#meanings(to.version);
    return this.#meanings(from.version).every((before, index) =>
      this.input.workloads.isSafe(
        { level: from.level, ...before },
        { level: to.level, ...(after[index] ?? { version: to.version }) },
      ),
    );
  }

  /**
   * The workloads that do not meet a level at a version after an upgrade of the cluster; if there are none, those
   * before it.
   */
  obstacles({ level, version }: LevelVersion): readonly Obstacle[] {
    const found = this.#meanings(version).map((meaning) => this.input.workloads.obstacles({ level, ...meaning }));
    return found.find((obstacles) => obstacles.length > 0) ?? [];
  }

  /** The workloads that only the history has, and that violated a level. Enforce is not raised to it. */
  seenObstacles(level: Level): readonly Obstacle[] {
    return seenAgainst(this.input.history, level);
  }

  /**
   * The number of finished pods that the API server of now warns about when labels change: they violate the new enforce policy, and never start
   * again.
   */
  finishedPodsWarnedAbout(from: PolicyLabels, to: PolicyLabels): number {
    const { name, labels, workloads } = this.input;
    const review = reviewNamespaceUpdate(name, { ...labels, ...from }, { ...labels, ...to }, this.#options.admission);
    if (review.type !== "recheck") return 0;
    const { level, version } = review.enforce;
    return workloads.finishedPodsAgainst({ level, ...(this.#meanings(version).at(-1) ?? { version }) });
  }

  /** Why the plan does not raise enforce here; undefined if it may. */
  get keptFor(): KeptReason | undefined {
    const { admission, skip, skipManaged, includeEmpty, keepPrivileged, target } = this.#options;
    const { name, owner, areLabelsKnown, isComplete, isTerminating, workloads } = this.input;
    if (exemptNamespace(name, admission.exemptions) !== undefined) return "exempt";
    if (skip.has(name)) return "skipped";
    if (isTerminating) return "terminating";
    if (skipManaged && owner !== null) return "managed";
    if (!areLabelsKnown) return "unread";
    if (keepPrivileged.has(name)) return "privileged";
    // Nothing raises the target, so it does not matter what is unknown here.
    if (compareLevels(this.original.policy.enforce.level, target) >= 0 && !this.#isPinChanged) return undefined;
    if (!isComplete) return "unread";
    if (workloads.size > 0) return undefined;
    if (SYSTEM_NAMESPACES.has(name)) return "system";
    return includeEmpty ? undefined : "empty";
  }

  /** Whether another version of enforce was requested, which may forbid more than the version of today. */
  get #isPinChanged(): boolean {
    const { version } = this.#options;
    return version !== undefined && version.text !== this.original.policy.enforce.version.text;
  }

  /** Whether the plan has no step for it at all. */
  get isLeftOut(): boolean {
    const { keptFor } = this;
    return (keptFor !== undefined && LEFT_OUT.has(keptFor)) || !this.input.areLabelsKnown;
  }

  #meanings(version: Version): readonly Meaning[] {
    return meaningsOf(version, this.#options);
  }
}
