import type { LevelVersion } from "../policy/evaluator.ts";
import type { Mode } from "../api/mode.ts";
import { POLICY_LABELS, levelLabel, versionLabel } from "../api/policies/policy-labels.ts";
import { INVALID_LEVEL, compareLevels, parseLevel } from "../api/level.ts";
import { INVALID_VERSION, LATEST, parseVersion } from "../policy/version.ts";
import { aggregate, invalidValue } from "./configuration/field-errors.ts";

/** A level and version for each mode. */
export type Policy = Readonly<Record<Mode, LevelVersion>>;

/** The policy of one mode, with the source of its level. */
export interface ResolvedLevelVersion extends LevelVersion {
  /**
   * `label`: the label of the namespace, even an invalid one; `configuration`: a default of the administrator;
   * `builtin`: privileged, the API server's own default; `implied`: warn, raised to the level of the enforce label.
   */
  readonly from: "label" | "configuration" | "builtin" | "implied";
}

/** A policy with the sources of its levels. */
export type ResolvedPolicy = Readonly<Record<Mode, ResolvedLevelVersion>>;

/** The policy for missing labels. */
export interface PolicyDefaults extends ResolvedPolicy {
  /** Whether warn follows a stricter enforce label; absent if it does, as on every API server since v1.26. */
  readonly isWarnImplied?: false;
}

/** The first minor of an API server on which warn follows enforce. */
export const FIRST_WITH_IMPLIED_WARN = 26;

const BUILTIN: ResolvedLevelVersion = { level: "privileged", version: LATEST, from: "builtin" };

/** The policy in force without a label and a configuration. */
export const BUILTIN_POLICY: ResolvedPolicy = { enforce: BUILTIN, audit: BUILTIN, warn: BUILTIN };

/** The defaults as an API server of a minor applies them. */
export function defaultsOn(serverMinor: number, defaults: ResolvedPolicy): PolicyDefaults {
  return serverMinor < FIRST_WITH_IMPLIED_WARN ? { ...defaults, isWarnImplied: false } : defaults;
}

/** The labels of a Namespace, by name. */
export type Labels = Readonly<Record<string, string>>;

/** Whether two Namespaces have the same pod-security labels. */
export function hasSamePolicyLabels(a: Labels, b: Labels): boolean {
  return POLICY_LABELS.every((label) => a[label] === b[label]);
}

/** A label with an invalid value. */
export interface LabelError {
  readonly label: string;
  /** The API server's words. */
  readonly message: string;
}

/** The policy that a namespace's labels result in. */
export interface LabelResolution {
  /** The policy in force: every set of labels results in one. */
  readonly policy: ResolvedPolicy;
  /** One for each label whose value is invalid, in the order of the modes, level before version. */
  readonly errors: readonly LabelError[];
  /** Whether there is any label that Pod Security Admission reads. */
  readonly isLabelled: boolean;
}

/**
 * Resolves the labels of a namespace to the policy in force: PolicyToEvaluate of api/helpers.go,
 * k8s.io/pod-security-admission v0.37.2.
 *
 * @param labels all labels of the Namespace; the others are ignored
 * @param defaults the policy for missing labels
 */
export function resolvePolicy(labels: Labels, defaults: PolicyDefaults): LabelResolution {
  const errors: LabelError[] = [];
  const enforce = resolveMode("enforce", labels, defaults.enforce, errors);
  const audit = resolveMode("audit", labels, defaults.audit, errors);
  const ownWarn = resolveMode("warn", labels, defaults.warn, errors);
  const warn = defaults.isWarnImplied === false ? ownWarn : raiseWarn(labels, enforce, ownWarn);
  return {
    policy: { enforce, audit, warn },
    errors,
    isLabelled: POLICY_LABELS.some((label) => label in labels),
  };
}

/** The API server's words for all label errors of a namespace, which must not be empty. */
export function formatLabelErrors(errors: readonly LabelError[]): string {
  return aggregate(errors.map(({ message }) => message));
}

/**
 * An invalid level means restricted for enforce and privileged for the other modes. An invalid version means latest,
 * not the default.
 */
function resolveMode(
  mode: Mode,
  labels: Labels,
  defaults: ResolvedLevelVersion,
  errors: LabelError[],
): ResolvedLevelVersion {
  let { level, version, from } = defaults;
  const levelText = labels[levelLabel(mode)];
  if (levelText !== undefined) {
    const parsed = parseLevel(levelText);
    if (parsed === undefined) errors.push(invalidLabel(levelLabel(mode), levelText, INVALID_LEVEL));
    level = parsed ?? (mode === "enforce" ? "restricted" : "privileged");
    from = "label";
  }
  const versionText = labels[versionLabel(mode)];
  if (versionText !== undefined) {
    const parsed = parseVersion(versionText);
    if (parsed === undefined) errors.push(invalidLabel(versionLabel(mode), versionText, INVALID_VERSION));
    version = parsed ?? LATEST;
  }
  return { level, version, from };
}

/**
 * Warn follows a stricter enforce label where no label sets the level of warn, so that the author of a controller hears
 * that its pods will be refused. Only a valid label does that: neither a default nor the fallback of an invalid
 * label.
 */
function raiseWarn(labels: Labels, enforce: ResolvedLevelVersion, warn: ResolvedLevelVersion): ResolvedLevelVersion {
  const enforceText = labels[levelLabel("enforce")];
  if (enforceText === undefined || parseLevel(enforceText) === undefined) return warn;
  if (levelLabel("warn") in labels || compareLevels(enforce.level, warn.level) <= 0) return warn;
  const version = versionLabel("warn") in labels ? warn.version : enforce.version;
  return { level: enforce.level, version, from: "implied" };
}

function invalidLabel(label: string, value: string, detail: string): LabelError {
  return { label, message: invalidValue(`metadata.labels[${label}]`, value, detail) };
}
