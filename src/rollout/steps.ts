import { MODES, type Mode } from "../api/mode.ts";
import { levelLabel, versionLabel } from "../admission/labels.ts";
import { LEVELS, type Level } from "../api/level.ts";
import { parseVersion } from "../policy/version.ts";
import type { PlanOptions } from "./options.ts";
import type { PlannedNamespaceState } from "./planned-namespace.ts";
import { looser, nextLevel, policyLabelsOf, stricter, withLevels } from "./policy-labels.ts";
import type { PolicyLabels, StepId } from "../report/rollout-plan.ts";

/** The labels that a step gives a namespace: those that it has, where the step has nothing to do there. */
type Step = (namespace: PlannedNamespaceState, options: PlanOptions) => PolicyLabels;

/** The steps that refuse nothing, in order. */
export const SAFE_STEPS: readonly (readonly [id: StepId, step: Step])[] = [
  ["close-the-gap", closeTheGap],
  ["observe", observe],
  ["enforce", enforceWhatHolds],
];

/**
 * A namespace without any labels, or with invalid ones, gets those that say what is in force, and audit and warn one level above. From
 * then on nobody's default decides (kubernetes.io, "Migrate from PodSecurityPolicy": every namespace labelled).
 */
function closeTheGap(namespace: PlannedNamespaceState, options: PlanOptions): PolicyLabels {
  const { policy, errors, labelled } = namespace.resolution;
  if (labelled && errors.length === 0) return namespace.labels;
  const above = levelToObserve(namespace, policy.enforce.level, options);
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
    // What is no version is latest, and the API server refuses to keep it once another label is right.
    if (version !== undefined && parseVersion(version) === undefined) labels[versionLabel(mode)] = "latest";
  }
  return policyLabelsOf(labels);
}

/** Audit and warn are taken one level above enforce, so that the server says what stands in the way of the next. */
function observe(namespace: PlannedNamespaceState, options: PlanOptions): PolicyLabels {
  const { policy } = namespace.resolution;
  const above = levelToObserve(namespace, policy.enforce.level, options);
  const wanted = { audit: stricter(policy.audit.level, above), warn: stricter(policy.warn.level, above) };
  return withLevels(namespace.labels, policy, wanted, options.version);
}

/** Enforce is raised as far as everything meets it that runs or is written in a template; audit and warn go one level above it again. */
function enforceWhatHolds(namespace: PlannedNamespaceState, options: PlanOptions): PolicyLabels {
  const { policy } = namespace.resolution;
  const { enforce } = policy;
  const version = options.version ?? enforce.version;
  const isKept = namespace.keptFor !== undefined;
  const highest = LEVELS.indexOf(enforce.level) + (isKept ? 0 : options.maxStep);
  const levels = LEVELS.filter((_, index) => index >= LEVELS.indexOf(enforce.level) && index <= highest);
  const level = levels
    .toReversed()
    .find(
      (candidate) =>
        looser(candidate, stricter(options.target, enforce.level)) === candidate &&
        (candidate === enforce.level || namespace.meets({ level: candidate, version })) &&
        namespace.isSafe(enforce, { level: candidate, version }),
    );
  // Another version may forbid what the one in force allows: then everything stays.
  if (level === undefined || (level === enforce.level && options.version === undefined)) return namespace.labels;
  return labelsToEnforce(namespace, level, options);
}

/** The labels with which a namespace enforces a level, and has audit and warn one level above it. */
export function labelsToEnforce(namespace: PlannedNamespaceState, level: Level, options: PlanOptions): PolicyLabels {
  const { policy } = namespace.resolution;
  const above = levelToObserve(namespace, level, options);
  const wanted = {
    enforce: level,
    audit: stricter(policy.audit.level, above),
    warn: stricter(policy.warn.level, above),
  };
  return withLevels(namespace.labels, policy, wanted, options.version);
}

/** The level that audit and warn are to have over an enforce level: of no use above what the plan aims at. */
function levelToObserve(namespace: PlannedNamespaceState, enforce: Level, { target }: PlanOptions): Level {
  return namespace.keptFor === "privileged" ? "baseline" : looser(nextLevel(enforce), target);
}

/** Enforce must go on to mean what it does: a version that forbids more is for a later step. */
function versionToName(namespace: PlannedNamespaceState, { version }: PlanOptions): PlanOptions["version"] {
  const { enforce } = namespace.resolution.policy;
  if (version === undefined) return undefined;
  return namespace.isSafe(enforce, { level: enforce.level, version }) ? version : undefined;
}
