import type { CheckDeclaration } from "../api/checks/check-declaration.ts";
import { levelLabel } from "../api/policies/policy-labels.ts";
import { LEVELS } from "../api/level.ts";
import { compareBytes } from "../api/words/byte-order.ts";
import { LATEST, type Version } from "../policy/version.ts";
import { keptNamespace, stillLabelled } from "./kept-namespaces.ts";
import { stateOf } from "./namespace-state.ts";
import type { PlanOptions } from "./options.ts";
import { PlannedNamespaceState, type NamespaceInput } from "./planned-namespace.ts";
import { policyLabelsOf } from "./policy-labels.ts";
import type {
  KeptNamespace,
  NamespaceOverview,
  Pin,
  PlannedNamespace,
  PlanStep,
  PlanSummary,
  PolicyLabels,
  Relaxation,
  RolloutPlan,
  StepId,
} from "../report/plan/rollout-plan.ts";
import { isObservedEnough, type Observed } from "../report/plan/caution.ts";
import type { Obstacle } from "../report/plan/obstacle.ts";
import { verifyStep } from "./safety-net.ts";
import { changesBetween, labelCommands } from "./steps/label-command.ts";
import { observationOf } from "./steps/observation.ts";
import { keepsPolicies, labelsToEnforce, SAFE_STEPS } from "./steps/safe-steps.ts";
import { commandsOf, dryRunOf, groupsOf } from "./steps/step-groups.ts";
import { invalidLabelsText } from "./steps/invalid-labels.ts";
import { STEP_TEXTS } from "./steps/step-texts.ts";
import { upgradeOf } from "./upgrade.ts";

/**
 * A plan without the facts that only its caller knows: the source of the objects, and the objects that could not be
 * read.
 */
export type PlannedSteps = Pick<RolloutPlan, "target" | "namespaces" | "steps" | "kept" | "upgrade" | "summary">;

/**
 * Plans how namespaces get to the strictest policy that their objects allow. No step except the last rejects an object
 * that is admitted today. The last step has the remaining changes, with the workloads that prevent them.
 *
 * @throws Error if a step would reject an object, or the API server would reject the step: that is a fault of the plan,
 *   and it must not be printed
 */
export function planRollout(inputs: readonly NamespaceInput[], options: PlanOptions): PlannedSteps {
  const namespaces = inputs
    .toSorted((a, b) => compareBytes(a.name, b.name))
    .map((input) => new PlannedNamespaceState(input, options));
  const known = namespaces.filter(({ input }) => input.areLabelsKnown);
  const planned = namespaces.filter(({ isLeftOut }) => !isLeftOut);
  const observed = new Map<string, Observed | null>();
  const safe = SAFE_STEPS.map(([id, step], index) => {
    const moved: PlannedNamespace[] = [];
    for (const namespace of planned) {
      const from = namespace.labels;
      const to = step(namespace, options);
      if (Object.keys(changesBetween(from, to)).length === 0) continue;
      verifyStep(namespace, from, to, options);
      const now = id === "enforce" ? namespace.observed : null;
      namespace.moveTo(to);
      const move = describeMove(namespace, from, to, [], options);
      const isWaiting = now !== null && move.observeDays !== null;
      if (isWaiting) observed.set(move.name, now);
      moved.push(isWaiting ? { ...move, observed: now } : move);
    }
    return stepOf(index + 1, id, true, moved, options);
  });
  const blocked = planned
    .flatMap((namespace) => stepToFix(namespace, options) ?? [])
    .toSorted(
      (a, b) =>
        Number(b.rejectedNow > 0) - Number(a.rejectedNow > 0) ||
        countChecks(a.blockedBy) - countChecks(b.blockedBy) ||
        compareBytes(a.name, b.name),
    );
  const how = observationOf(safe, options.kubectl);
  const steps = [
    ...safe.map((step) => ({
      ...step,
      ...(step.id === "observe" && { how }),
      ...(step.id === "close-the-gap" && { why: `${step.why} ${invalidLabelsText(step)}`.trimEnd() }),
    })),
    stepOf(SAFE_STEPS.length + 1, "fix", false, blocked, options),
  ];
  const labelled = stillLabelled(safe);
  const kept = namespaces.flatMap((namespace) => keptNamespace(namespace, options, labelled) ?? []);
  const upgrade = upgradeOfCluster(known, options);
  const summary = summaryOf(namespaces, steps, kept);
  const toFix = new Set(blocked.map(({ name }) => name));
  const overviews = namespaces.map((namespace) => ({
    ...overviewOf(namespace, toFix, options),
    observed: observed.get(namespace.input.name) ?? null,
  }));
  return { target: options.target, namespaces: overviews, steps, kept, upgrade, summary };
}

/**
 * The workloads to fix in a namespace before it can enforce the next level that it does not meet, or what it already enforces; undefined if there are
 * none.
 */
function stepToFix(namespace: PlannedNamespaceState, options: PlanOptions): PlannedNamespace | undefined {
  const { keptFor } = namespace;
  if (keptFor !== undefined && keptFor !== "unread") return undefined;
  const { enforce } = namespace.resolution.policy;
  const unmet = namespace.obstacles(enforce);
  if (unmet.length > 0) {
    const move = describeMove(namespace, namespace.labels, namespace.labels, unmet, options);
    return keptFor === "unread" ? move : { ...move, relax: relaxationOf(namespace, options) };
  }
  // An object that could not be read may violate the next level, too, so there is no command for the namespace.
  if (keptFor === "unread") return undefined;
  const version = options.version ?? enforce.version;
  const now = LEVELS.indexOf(enforce.level);
  const highest = Math.min(now + options.maxStep, LEVELS.indexOf(options.target));
  // The goal may also be another version of the level that is already enforced.
  const levels = LEVELS.slice(version.text === enforce.version.text ? now + 1 : now, highest + 1);
  for (const level of levels) {
    const blockedBy = [...namespace.obstacles({ level, version }), ...namespace.seenObstacles(level)];
    if (blockedBy.length === 0 || !keepsPolicies(namespace, level)) continue;
    const to = labelsToEnforce(namespace, level, options);
    return describeMove(namespace, namespace.labels, to, blockedBy, options);
  }
  return undefined;
}

function describeMove(
  namespace: PlannedNamespaceState,
  from: PolicyLabels,
  to: PolicyLabels,
  blockedBy: readonly Obstacle[],
  { kubectl }: PlanOptions,
): PlannedNamespace {
  const facts = namespace.factsWith(to);
  const finishedPods = namespace.finishedPodsWarnedAbout(from, to);
  const { commands, undo } = commandsOf([{ name: facts.name, from, to }], kubectl);
  const dryRun = dryRunOf({ name: facts.name, from, to }, kubectl) ?? null;
  const [command = null] = commands;
  return { ...facts, from, to, finishedPods, blockedBy, relax: null, command, dryRun, undo: undo[0] ?? null };
}

/** The strictest lower enforce that a namespace meets; null if that is privileged. */
function relaxationOf(namespace: PlannedNamespaceState, { kubectl }: PlanOptions): Relaxation | null {
  const { level: now, version } = namespace.resolution.policy.enforce;
  const lower = LEVELS.slice(0, LEVELS.indexOf(now)).toReversed();
  const level = lower.find((one) => namespace.meets({ level: one, version }));
  if (level === undefined || level === "privileged") return null;
  const changes = { [levelLabel("enforce")]: level };
  const [command] = labelCommands([{ namespace: namespace.input.name, changes }], kubectl);
  return command === undefined ? null : { level, command };
}

function stepOf(
  number: number,
  id: StepId,
  safe: boolean,
  namespaces: readonly PlannedNamespace[],
  { kubectl }: PlanOptions,
): PlanStep {
  const groups = groupsOf(id, namespaces, kubectl);
  const commands = groups.flatMap((group) => group.commands);
  const undo = groups.flatMap((group) => group.undo);
  return { number, id, ...STEP_TEXTS[id], how: [], safe, commands, undo, namespaces, groups };
}

function overviewOf(
  namespace: PlannedNamespaceState,
  toFix: ReadonlySet<string>,
  { target }: PlanOptions,
): NamespaceOverview {
  const { input, labels, original, resolution, keptFor } = namespace;
  const facts = namespace.factsWith(labels);
  const enforce = { now: original.policy.enforce.level, planned: resolution.policy.enforce.level };
  const levels = {
    labels: input.areLabelsKnown ? policyLabelsOf(input.labels) : null,
    enforce: input.areLabelsKnown ? enforce : null,
    kept: keptFor ?? null,
  };
  return { ...facts, ...levels, state: stateOf(levels, target, toFix.has(facts.name)) };
}

function upgradeOfCluster(
  namespaces: readonly PlannedNamespaceState[],
  { upgradeFrom, admission }: PlanOptions,
): RolloutPlan["upgrade"] {
  if (upgradeFrom === undefined) return null;
  return {
    from: `v1.${upgradeFrom}`,
    to: `v1.${admission.evaluator.maxMinor}`,
    namespaces: namespaces.flatMap((namespace) => upgradeOf(namespace, upgradeFrom) ?? []),
  };
}

/**
 * The cost of pinning a version: the newer checks that the server knows and does not run.
 *
 * @param maxMinor the newest minor that the server knows
 */
export function pinOf(version: Version | undefined, checks: readonly CheckDeclaration[], maxMinor: number): Pin | null {
  if (version === undefined || version === LATEST) return null;
  const newer = checks.flatMap(({ id, revisions }) =>
    revisions
      .filter(({ since }) => since > version.minor && since <= maxMinor)
      .map(({ since }) => ({ check: id, since: `v1.${since}` })),
  );
  return { version: version.text, newer };
}

function countChecks(obstacles: readonly Obstacle[]): number {
  return obstacles.reduce((total, { checks }) => total + Math.max(1, checks.length), 0);
}

function summaryOf(
  namespaces: readonly PlannedNamespaceState[],
  steps: readonly PlanStep[],
  kept: readonly KeptNamespace[],
): PlanSummary {
  const safe = steps.filter((step) => step.safe).flatMap((step) => step.namespaces.map(({ name }) => name));
  const blocked = steps.flatMap((step) => (step.safe ? [] : step.namespaces)).length;
  const enforcing = { privileged: 0, baseline: 0, restricted: 0 };
  let unknown = 0;
  for (const { resolution, input } of namespaces) {
    if (input.areLabelsKnown) enforcing[resolution.policy.enforce.level]++;
    else unknown++;
  }
  const raised = steps.find(({ id }) => id === "enforce")?.namespaces ?? [];
  return {
    namespaces: namespaces.length,
    changed: new Set(safe).size,
    observeFirst: raised.filter(({ observeDays }) => observeDays !== null).length,
    observationOver: raised.filter(isObservedEnough).length,
    blocked,
    kept: kept.length,
    enforcing,
    unknown,
  };
}
