import { defaultsOn, resolvePolicy, type Labels, type ResolvedPolicy } from "../admission/labels.ts";
import { LEVELS, type Level } from "../api/level.ts";
import { MODES } from "../api/mode.ts";
import type { EvaluatedPolicy, LevelVersion } from "../policy/evaluator.ts";
import { LATEST, minorVersion, type Version } from "../policy/version.ts";
import type { PlanOptions } from "./options.ts";
import { policyLabelsOf } from "./policy-labels.ts";

/** A version, and the API server that evaluates it. */
export type Meaning = Omit<EvaluatedPolicy, "level">;

/**
 * The meanings of a version after an upgrade of the cluster, and on the server of now; one if there is no upgrade. `latest` means the newest version of
 * each, and each has the rules of its release.
 */
export function meaningsOf(version: Version, { upgradeFrom }: Pick<PlanOptions, "upgradeFrom">): readonly Meaning[] {
  if (upgradeFrom === undefined) return [{ version }];
  return [{ version }, meaningOn(upgradeFrom, version)];
}

/** The meaning of a version on an API server: it evaluates a newer version as its own. */
function meaningOn(serverMinor: number, version: Version): Meaning {
  return { version: version.minor > serverMinor ? minorVersion(serverMinor) : version, serverMinor };
}

/** A policy as an API server of a minor evaluates it. */
export function evaluatedBy(serverMinor: number, { level, version }: LevelVersion): EvaluatedPolicy {
  return { level, ...meaningOn(serverMinor, version) };
}

/** The policy that labels result in on an API server of a minor older than that of the plan. */
export function policyBefore(labels: Labels, minor: number, { admission }: PlanOptions): ResolvedPolicy {
  return resolvePolicy(policyLabelsOf(labels), defaultsOn(minor, admission.defaults)).policy;
}

/** Lists every policy that a plan asks about in a namespace with these labels. */
export function policiesAskedOf(labels: Labels, options: PlanOptions): readonly EvaluatedPolicy[] {
  const { policy } = resolvePolicy(policyLabelsOf(labels), options.admission.defaults);
  const versions = [
    LATEST,
    ...MODES.map((mode) => policy[mode].version),
    // A warn that does not follow enforce yet may have another version.
    ...(options.upgradeFrom === undefined ? [] : [policyBefore(labels, options.upgradeFrom, options).warn.version]),
    ...(options.version ? [options.version] : []),
  ];
  const levels = LEVELS.filter((level): level is Exclude<Level, "privileged"> => level !== "privileged");
  return versions
    .flatMap((version) => meaningsOf(version, options))
    .flatMap((meaning) => levels.map((level) => ({ level, ...meaning })));
}
