import { MODES, type Mode } from "../../api/mode.ts";
import { levelLabel, versionLabel } from "../../api/policy-labels.ts";
import { LEVELS, type Level } from "../../api/level.ts";
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
 * warn one level above. From then on no default decides (kubernetes.io, "Migrate from PodSecurityPolicy": every
 * namespace labelled).
 */
function closeTheGap(namespace: PlannedNamespaceState, options: PlanOptions): PolicyLabels {
  const { policy, errors, isLabelled } = namespace.resolution;
  if (isLabelled && errors.length === 0) return namespace.labels;
  const above = nextLevel(policy.enforce.level);
  const wanted: Record<Mode, Level> = {
    enforce: policy.enforce.level,
    audit: stricter(policy.audit.level, above),
    warn: stricter(policy.warn.level, above),
  };
  const labels: Record<string, string> = {
    ...withLevels(namespace.labels, policy, wanted, versionToName(namespace, options)),
  };
  for (const mode of MODES) {
    labels[levelLabel(mode)] = wanted[mode];
    const version = labels[versionLabel(mode)];
    // An invalid version means latest, and the API server rejects an invalid label once another label changes.
    if (version !== undefined && parseVersion(version) === undefined) labels[versionLabel(mode)] = "latest";
  }
  return policyLabelsOf(labels);
}

/** Sets audit and warn one level above enforce, also above the target: they reject nothing, and report the obstacles to the next level. */
function observe(namespace: PlannedNamespaceState, options: PlanOptions): PolicyLabels {
  const { policy } = namespace.resolution;
  const above = nextLevel(policy.enforce.level);
  const wanted = { audit: stricter(policy.audit.level, above), warn: stricter(policy.warn.level, above) };
  return withLevels(namespace.labels, policy, wanted, options.version);
}

/**
 * Raises enforce to the strictest level that every pod and template of the namespace meets, and sets audit and warn one
 * level above it.
 */
function raiseEnforce(namespace: PlannedNamespaceState, options: PlanOptions): PolicyLabels {
  const { policy } = namespace.resolution;
  const { enforce } = policy;
  // Another version of the same level may forbid more, too.
  if (namespace.keptFor !== undefined) return namespace.labels;
  const version = options.version ?? enforce.version;
  const highest = LEVELS.indexOf(enforce.level) + options.maxStep;
  const levels = LEVELS.filter((_, index) => index >= LEVELS.indexOf(enforce.level) && index <= highest);
  const level = levels
    .toReversed()
    .find(
      (candidate) =>
        looser(candidate, stricter(options.target, enforce.level)) === candidate &&
        (candidate === enforce.level || namespace.meets({ level: candidate, version })) &&
        namespace.isSafe(enforce, { level: candidate, version }),
    );
  // Another version may forbid what the current one allows. Then nothing changes.
  if (level === undefined || (level === enforce.level && options.version === undefined)) return namespace.labels;
  return labelsToEnforce(namespace, level, options);
}

/** Returns the labels that enforce a level, with audit and warn one level above it. */
export function labelsToEnforce(namespace: PlannedNamespaceState, level: Level, options: PlanOptions): PolicyLabels {
  const { policy } = namespace.resolution;
  const above = nextLevel(level);
  const wanted = {
    enforce: level,
    audit: stricter(policy.audit.level, above),
    warn: stricter(policy.warn.level, above),
  };
  return withLevels(namespace.labels, policy, wanted, options.version);
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
