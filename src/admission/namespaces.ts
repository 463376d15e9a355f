import { formatLevelVersion, type LevelVersion } from "../policy/evaluator.ts";
import { compareLevels } from "../api/level.ts";
import { goQuote } from "../api/go-quote.ts";
import { exemptNamespace } from "./exemptions.ts";
import { isPrivileged } from "./judge.ts";
import { MODES } from "../api/mode.ts";
import {
  formatLabelErrors,
  levelLabel,
  resolvePolicy,
  versionLabel,
  type LabelError,
  type Labels,
  type Policy,
} from "./labels.ts";
import type { ConfiguredAdmission, Status } from "./response.ts";

/** The labels are refused: nothing changes. */
interface Denied {
  readonly type: "denied";
  readonly status: Status;
}

/** The request passes, and no pod is looked at. */
interface Allowed<Reason> {
  readonly type: "allowed";
  /** The warnings for the client. */
  readonly warnings: readonly string[];
  /** Why no pod is looked at. */
  readonly reason: Reason;
}

/** The request passes; the existing pods are evaluated by the new policy, for warnings: see PodRecheck. */
interface Recheck {
  readonly type: "recheck";
  readonly enforce: LevelVersion;
}

/** The API server's answer to the labels of a new Namespace, which has no pods. */
export type NamespaceCreateReview = Denied | Allowed<"new" | "exempt">;

/**
 * The API server's answer to new labels of a Namespace, before its pods are evaluated:
 * `unchanged`, `privileged` and `relaxed` are about enforce alone.
 */
export type NamespaceUpdateReview = Denied | Allowed<"unchanged" | "privileged" | "relaxed" | "exempt"> | Recheck;

/**
 * Reviews the labels of a Namespace that is created: ValidateNamespace of admission/admission.go,
 * k8s.io/pod-security-admission v0.37.2.
 */
export function reviewNamespaceCreate(
  name: string,
  labels: Labels,
  admission: ConfiguredAdmission,
): NamespaceCreateReview {
  const { policy, errors } = resolvePolicy(labels, admission.defaults);
  if (errors.length > 0) return deny(name, errors);
  const exempt = exemptNamespace(name, admission.exemptions);
  if (exempt === undefined) return { type: "allowed", warnings: [], reason: "new" };
  return { type: "allowed", warnings: exemptWarnings(name, labels, policy, admission), reason: "exempt" };
}

/**
 * Reviews new labels of a Namespace: ValidateNamespace of admission/admission.go, k8s.io/pod-security-admission
 * v0.37.2.
 *
 * @param oldLabels all labels that the Namespace has
 * @param labels all labels that it will have
 */
export function reviewNamespaceUpdate(
  name: string,
  oldLabels: Labels,
  labels: Labels,
  admission: ConfiguredAdmission,
): NamespaceUpdateReview {
  const old = resolvePolicy(oldLabels, admission.defaults);
  const { policy, errors } = resolvePolicy(labels, admission.defaults);
  // Invalid labels may stay as they are, all of them; to correct some and leave others is refused.
  if (errors.length > 0 && !areSame(errors, old.errors)) return deny(name, errors);
  const reason = reasonToSkip(old.policy.enforce, policy.enforce);
  if (reason !== undefined) return { type: "allowed", warnings: [], reason };
  const exempt = exemptNamespace(name, admission.exemptions);
  if (exempt === undefined) return { type: "recheck", enforce: policy.enforce };
  return { type: "allowed", warnings: exemptWarnings(name, labels, policy, admission), reason: "exempt" };
}

/** Versions are compared as they are written: from `latest` to the minor that it means is a change, and a recheck. */
function reasonToSkip(old: LevelVersion, enforce: LevelVersion): "unchanged" | "privileged" | "relaxed" | undefined {
  const isSameVersion = enforce.version.text === old.version.text;
  if (isSameVersion && enforce.level === old.level) return "unchanged";
  if (enforce.level === "privileged") return "privileged";
  return isSameVersion && compareLevels(enforce.level, old.level) < 0 ? "relaxed" : undefined;
}

function areSame(errors: readonly LabelError[], others: readonly LabelError[]): boolean {
  return errors.length === others.length && errors.every(({ message }, index) => message === others[index]?.message);
}

function deny(name: string, errors: readonly LabelError[]): Denied {
  const message = `Namespace ${goQuote(name)} is invalid: ${formatLabelErrors(errors)}`;
  return { type: "denied", status: { code: 422, reason: "Invalid", message } };
}

/**
 * Warns that labels of an exempt namespace have no effect, unless they result in the policy of the defaults. The list has
 * the modes with labels of their own, so that it can be empty: labels that say privileged where the defaults do not.
 */
function exemptWarnings(
  name: string,
  labels: Labels,
  policy: Policy,
  { defaults }: ConfiguredAdmission,
): readonly string[] {
  if (isPrivileged(policy, MODES) || MODES.every((mode) => isEquivalent(policy[mode], defaults[mode]))) return [];
  const listed = MODES.filter(
    (mode) => policy[mode].level !== "privileged" && (levelLabel(mode) in labels || versionLabel(mode) in labels),
  ).map((mode) => `${mode}=${formatLevelVersion(policy[mode])}`);
  const list = listed.join(", ");
  return [`namespace ${goQuote(name)} is exempt from Pod Security, and the policy (${list}) will be ignored`];
}

/** Privileged is the same at every version. */
function isEquivalent(a: LevelVersion, b: LevelVersion): boolean {
  return a.level === b.level && (a.level === "privileged" || a.version.text === b.version.text);
}
