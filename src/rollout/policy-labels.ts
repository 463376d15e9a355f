import { MODES, type Mode } from "../api/mode.ts";
import { POLICY_LABELS, levelLabel, versionLabel } from "../api/policies/policy-labels.ts";
import type { Labels, ResolvedPolicy } from "../admission/labels.ts";
import { compareLevels, LEVELS, parseLevel, type Level } from "../api/level.ts";
import { LATEST, parseVersion, type Version } from "../policy/version.ts";
import type { PolicyLabels } from "../report/plan/rollout-plan.ts";

/** The labels that Pod Security Admission reads, of all that a namespace has, in their order. */
export function policyLabelsOf(labels: Labels): PolicyLabels {
  return Object.fromEntries(
    POLICY_LABELS.flatMap((name) => (Object.hasOwn(labels, name) ? [[name, labels[name] ?? ""]] : [])),
  );
}

/**
 * Returns labels that set some modes to the wanted levels. It does not write a level that is already in force, and
 * keeps versions unless one is given.
 *
 * @param resolved the policy that results from `labels`
 * @param version the version for every wanted mode that is not privileged
 */
export function withLevels(
  labels: PolicyLabels,
  resolved: ResolvedPolicy,
  wanted: Readonly<Partial<Record<Mode, Level>>>,
  version: Version | undefined,
): PolicyLabels {
  const changed: Record<string, string> = { ...labels };
  for (const mode of MODES) {
    const level = wanted[mode];
    if (level === undefined) continue;
    if (resolved[mode].level !== level) changed[levelLabel(mode)] = level;
    if (version !== undefined && level !== "privileged" && resolved[mode].version.text !== version.text) {
      changed[versionLabel(mode)] = version.text;
    }
  }
  return policyLabelsOf(changed);
}

/** Whether the API server accepts this value of a label. */
function isValid(name: string, value: string): boolean {
  return MODES.some((mode) => name === levelLabel(mode))
    ? parseLevel(value) !== undefined
    : parseVersion(value) !== undefined;
}

/**
 * Replaces invalid labels by their meaning, because the API server does not accept invalid labels again
 * (api/helpers.go, k8s.io/pod-security-admission v0.37.2).
 */
export function replaceInvalidLabels(labels: PolicyLabels): PolicyLabels {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [name, isValid(name, value) ? value : FALLBACKS[name]]),
  ) as PolicyLabels;
}

/**
 * The meaning of an invalid label: an invalid level is restricted for enforce and privileged for the other modes, and
 * an invalid version is the latest.
 */
const FALLBACKS: PolicyLabels = Object.fromEntries(
  MODES.flatMap((mode) => [
    [levelLabel(mode), mode === "enforce" ? "restricted" : "privileged"],
    [versionLabel(mode), LATEST.text],
  ]),
);

/** The next stricter level; restricted is the last. */
export function nextLevel(level: Level): Level {
  return LEVELS[LEVELS.indexOf(level) + 1] ?? "restricted";
}

export function stricter(a: Level, b: Level): Level {
  return compareLevels(a, b) >= 0 ? a : b;
}

export function looser(a: Level, b: Level): Level {
  return compareLevels(a, b) <= 0 ? a : b;
}
