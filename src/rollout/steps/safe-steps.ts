import { MODES, type Mode } from "../../api/mode.ts";
import { levelLabel, versionLabel } from "../../api/policies/policy-labels.ts";
import { resolvePolicy } from "../../admission/labels.ts";
import { compareLevels, LEVELS, type Level } from "../../api/level.ts";
import type { LevelVersion } from "../../policy/evaluator.ts";
import { parseVersion } from "../../policy/version.ts";
import type { PlanOptions } from "../options.ts";
import type { PlannedNamespaceState } from "../planned-namespace.ts";
import { looser, nextLevel, policyLabelsOf, stricter, withLevels } from "../policy-labels.ts";
import type { PolicyLabels, StepId } from "../../report/plan/rollout-plan.ts";

/** Returns the labels after a step: the current ones if the step has nothing to do in this namespace. */
type Step = (namespace: PlannedNamespaceState, options: PlanOptions) => PolicyLabels;

/** The steps that reject no object, in order. */
export const SAFE_STEPS: readonly (readonly [id: StepId, step: Step])[] = [
  ["close-the-gap", closeTheGap],
  ["observe", observe],
  ["enforce", raiseEnforce],
];

/**
 * Writes the policy in force into the labels of a namespace without labels, or with invalid ones, and sets audit and
 * warn to the policy to watch. From then on no default decides (kubernetes.io, "Migrate from PodSecurityPolicy": every
 * namespace labelled).
 */
function closeTheGap(namespace: PlannedNamespaceState, options: PlanOptions): PolicyLabels {
  const { policy, errors, isLabelled } = namespace.resolution;
  if (isLabelled && errors.length === 0) return namespace.labels;
  const { level } = policy.enforce;
  const wanted: Record<Mode, Level> = { enforce: level, ...levelsToWatch(namespace, level, options) };
  const labels: Record<string, string> = {
    ...withLevels(namespace.labels, policy, wanted, versionToName(namespace, options)),
  };
  for (const mode of MODES) {
    labels[levelLabel(mode)] = wanted[mode];
    const version = labels[versionLabel(mode)];
    // An invalid version means latest, and the API server rejects an invalid label once another label changes.
    if (version !== undefined && parseVersion(version) === undefined) labels[versionLabel(mode)] = "latest";
  }
  return withVersionsToWatch(namespace, policyLabelsOf(labels), level, options);
}

/** Sets audit and warn to the policy to watch, also above the target: they reject nothing, and report the obstacles to a stricter enforce. */
function observe(namespace: PlannedNamespaceState, options: PlanOptions): PolicyLabels {
  const { policy } = namespace.resolution;
  const { level } = policy.enforce;
  const labels = withLevels(namespace.labels, policy, levelsToWatch(namespace, level, options), options.version);
  return withVersionsToWatch(namespace, labels, level, options);
}

/**
 * Raises enforce to the strictest level that every pod and template of the namespace meets, and sets audit and warn one
 * level above it.
 */
function raiseEnforce(namespace: PlannedNamespaceState, options: PlanOptions): PolicyLabels {
  const { enforce } = namespace.resolution.policy;
  const level = levelToEnforce(namespace, options);
  // Another version may forbid what the current one allows. Then nothing changes.
  if (level === undefined || (level === enforce.level && options.version === undefined)) return namespace.labels;
  return labelsToEnforce(namespace, level, options);
}

/** Returns the level that {@link raiseEnforce} sets, which may be the current one; undefined if enforce must stay as it is. */
function levelToEnforce(namespace: PlannedNamespaceState, options: PlanOptions): Level | undefined {
  const { enforce } = namespace.resolution.policy;
  // Another version of the same level may forbid more, too.
  if (namespace.keptFor !== undefined) return undefined;
  const version = options.version ?? enforce.version;
  const highest = LEVELS.indexOf(enforce.level) + options.maxStep;
  const levels = LEVELS.filter((_, index) => index >= LEVELS.indexOf(enforce.level) && index <= highest);
  return levels
    .toReversed()
    .find(
      (candidate) =>
        looser(candidate, stricter(options.target, enforce.level)) === candidate &&
        (candidate === enforce.level || isMetEver(namespace, { level: candidate, version })) &&
        namespace.isSafe(enforce, { level: candidate, version }),
    );
}

/** Whether everything in a namespace meets a policy, and what a history has seen there met it, too. */
function isMetEver(namespace: PlannedNamespaceState, policy: LevelVersion): boolean {
  return namespace.meets(policy) && namespace.seenObstacles(policy.level).length === 0;
}

/** Returns the labels that enforce a level, with audit and warn one level above it. */
export function labelsToEnforce(namespace: PlannedNamespaceState, level: Level, options: PlanOptions): PolicyLabels {
  const { policy } = namespace.resolution;
  const wanted = { enforce: level, ...levelsToWatch(namespace, level, options) };
  return withVersionsToWatch(namespace, withLevels(namespace.labels, policy, wanted, options.version), level, options);
}

/** Returns the next stricter level to enforce after a level, in step 3 or later. */
function levelAfter(enforced: Level, namespace: PlannedNamespaceState, options: PlanOptions): Level {
  const raised = levelToEnforce(namespace, options) ?? enforced;
  return compareLevels(raised, enforced) > 0 ? raised : nextLevel(enforced);
}

/** Returns the levels of audit and warn beside an enforced level: at least the next one to enforce, which is so watched first. Neither is lowered. */
function levelsToWatch(
  namespace: PlannedNamespaceState,
  enforced: Level,
  options: PlanOptions,
): Readonly<Record<"audit" | "warn", Level>> {
  const { audit, warn } = namespace.resolution.policy;
  const next = levelAfter(enforced, namespace, options);
  return { audit: stricter(audit.level, next), warn: stricter(warn.level, next) };
}

/**
 * Gives audit and warn the version of enforce in a namespace to observe before enforce is raised. At another version, the next level may have other checks:
 * most newer versions forbid more, but some allow what older ones forbid.
 */
function withVersionsToWatch(
  namespace: PlannedNamespaceState,
  labels: PolicyLabels,
  enforced: Level,
  options: PlanOptions,
): PolicyLabels {
  const level = levelAfter(enforced, namespace, options);
  const isRaised = compareLevels(level, enforced) > 0 && compareLevels(level, options.target) <= 0;
  // With a requested version, all modes have it.
  if (options.version !== undefined || namespace.keptFor !== undefined || !isRaised) return labels;
  const { enforce, audit, warn } = resolvePolicy(labels, options.admission.defaults).policy;
  const { version } = enforce;
  if (!namespace.isCautiousWith({ level, version })) return labels;
  const changed: Record<string, string> = { ...labels };
  for (const [mode, watched] of [["audit", audit] as const, ["warn", warn] as const]) {
    if (!namespace.hasSameChecks(level, watched.version, version)) changed[versionLabel(mode)] = version.text;
  }
  return policyLabelsOf(changed);
}

/**
 * Enforce must keep its meaning here: a version that forbids more, or that needs an observation first, belongs to a later step, and to none in a namespace that is
 * kept.
 */
function versionToName(namespace: PlannedNamespaceState, { version }: PlanOptions): PlanOptions["version"] {
  const { enforce } = namespace.resolution.policy;
  if (version === undefined) return undefined;
  if (enforce.level === "privileged") return version;
  const isLater = namespace.keptFor !== undefined || namespace.isCautiousWith({ level: enforce.level, version });
  if (isLater) return undefined;
  return namespace.isSafe(enforce, { level: enforce.level, version }) ? version : undefined;
}
