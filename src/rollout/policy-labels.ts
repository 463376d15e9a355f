import { MODES, type Mode } from "../api/mode.ts";
import { POLICY_LABELS, levelLabel, versionLabel, type Labels, type ResolvedPolicy } from "../admission/labels.ts";
import { compareLevels, LEVELS, parseLevel, type Level } from "../api/level.ts";
import { LATEST, parseVersion, type Version } from "../policy/version.ts";
import type { PolicyLabels } from "../report/rollout-plan.ts";

/** The labels that Pod Security Admission reads, of all that a namespace has, in their order. */
export function policyLabelsOf(labels: Labels): PolicyLabels {
  return Object.fromEntries(
    POLICY_LABELS.flatMap((name) => (Object.hasOwn(labels, name) ? [[name, labels[name] ?? ""]] : [])),
  );
}

/**
 * Labels with which some modes have the levels that are wanted. What is in force already is not written down, and a version is
 * left alone unless one is asked for.
 *
 * @param resolved what `labels` come to
 * @param version what every mode that is wanted, and is not privileged, is to be evaluated as
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

/** Whether the API server takes a label with that value. */
function isValid(name: string, value: string): boolean {
  return MODES.some((mode) => name === levelLabel(mode))
    ? parseLevel(value) !== undefined
    : parseVersion(value) !== undefined;
}

/** Labels with what invalid ones mean in their place: no API server would take those back (api/helpers.go, k8s.io/pod-security-admission v0.37.2). */
export function meaningOf(labels: PolicyLabels): PolicyLabels {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [name, isValid(name, value) ? value : FALLBACKS[name]]),
  ) as PolicyLabels;
}

/** What an invalid label means: a level fails closed in enforce and open in the others, and a version is the latest. */
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
