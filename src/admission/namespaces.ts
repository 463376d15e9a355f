import { formatLevelVersion, type LevelVersion } from "../policy/evaluator.ts";
import { compareLevels } from "../api/level.ts";
import { goQuote } from "../api/words/go-quote.ts";
import { exemptNamespace } from "./exemptions.ts";
import { isPrivileged } from "./judge.ts";
import { MODES, type Mode } from "../api/mode.ts";
import { levelLabel, versionLabel } from "../api/policies/policy-labels.ts";
import { formatLabelErrors, resolvePolicy, type LabelError, type Labels, type Policy } from "./labels.ts";
import type { ConfiguredAdmission, Status } from "./response.ts";

/** The first minor of an API server whose warning lists only the modes that have a label. */
const FIRST_WITH_LABELLED_MODES = 26;

/** The request is rejected: the labels do not change. */
interface Denied {
  readonly type: "denied";
  readonly status: Status;
}

/** The request is allowed, and no pod is checked. */
interface Allowed<Reason> {
  readonly type: "allowed";
  /** The warnings for the client. */
  readonly warnings: readonly string[];
  /** Why no pod is checked. */
  readonly reason: Reason;
}

/** The request is allowed, and the existing pods are checked against the new policy, for warnings: see PodRecheck. */
interface Recheck {
  readonly type: "recheck";
  readonly enforce: LevelVersion;
}

/** The API server's answer to the labels of a new Namespace, which has no pods. */
export type NamespaceCreateReview = Denied | Allowed<"new" | "exempt">;

/**
 * The API server's answer to new labels of a Namespace, before it checks the pods. `unchanged`, `privileged` and
 * `relaxed` are about enforce alone.
 */
export type NamespaceUpdateReview = Denied | Allowed<"unchanged" | "privileged" | "relaxed" | "exempt"> | Recheck;

/**
 * Reviews the labels of a new Namespace: ValidateNamespace of admission/admission.go, k8s.io/pod-security-admission
 * v0.37.2.
 *
 * @param requestNamespace the namespace of the request, which decides exemptions; an API server sends the name of the Namespace
 */
export function reviewNamespaceCreate(
  name: string,
  labels: Labels,
  admission: ConfiguredAdmission,
  requestNamespace = name,
): NamespaceCreateReview {
  const { policy, errors } = resolvePolicy(labels, admission.defaults);
  if (errors.length > 0) return deny(name, errors);
  const exempt = exemptNamespace(requestNamespace, admission.exemptions);
  if (exempt === undefined) return { type: "allowed", warnings: [], reason: "new" };
  return { type: "allowed", warnings: exemptWarnings(name, labels, policy, admission), reason: "exempt" };
}

/**
 * Reviews new labels of a Namespace: ValidateNamespace of admission/admission.go, k8s.io/pod-security-admission
 * v0.37.2.
 *
 * @param oldLabels all current labels of the Namespace
 * @param labels all new labels of the Namespace
 * @param requestNamespace the namespace of the request, which decides exemptions; an API server sends the name of the Namespace
 */
export function reviewNamespaceUpdate(
  name: string,
  oldLabels: Labels,
  labels: Labels,
  admission: ConfiguredAdmission,
  requestNamespace = name,
): NamespaceUpdateReview {
  const old = resolvePolicy(oldLabels, admission.defaults);
  const { policy, errors } = resolvePolicy(labels, admission.defaults);
  // If all invalid labels stay unchanged, the request is allowed. If it corrects only some of them, it is rejected.
  if (errors.length > 0 && !areSame(errors, old.errors)) return deny(name, errors);
  const reason = reasonToSkip(old.policy.enforce, policy.enforce);
  if (reason !== undefined) return { type: "allowed", warnings: [], reason };
  const exempt = exemptNamespace(requestNamespace, admission.exemptions);
  if (exempt === undefined) return { type: "recheck", enforce: policy.enforce };
  return { type: "allowed", warnings: exemptWarnings(name, labels, policy, admission), reason: "exempt" };
}

/**
 * Versions are compared as text: a change from `latest` to the same minor counts as a change, and leads to a recheck.
 */
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
 * A user who labels an exempt namespace gets a warning that the labels have no effect, unless they result in the policy
 * that is in force anyway. The warning lists the modes that have a label and are not privileged. The list can be empty:
 * labels may say privileged where the defaults do not. API servers before v1.26 list every mode that is not privileged.
 */
function exemptWarnings(
  name: string,
  labels: Labels,
  policy: Policy,
  { defaults, evaluator }: ConfiguredAdmission,
): readonly string[] {
  if (isPrivileged(policy, MODES) || MODES.every((mode) => isEquivalent(policy[mode], defaults[mode]))) return [];
  const isListed = (mode: Mode): boolean =>
    evaluator.maxMinor < FIRST_WITH_LABELLED_MODES || levelLabel(mode) in labels || versionLabel(mode) in labels;
  const listed = MODES.filter((mode) => policy[mode].level !== "privileged" && isListed(mode)).map(
    (mode) => `${mode}=${formatLevelVersion(policy[mode])}`,
  );
  const list = listed.join(", ");
  return [`namespace ${goQuote(name)} is exempt from Pod Security, and the policy (${list}) will be ignored`];
}

/** Privileged has the same meaning at every version. */
function isEquivalent(a: LevelVersion, b: LevelVersion): boolean {
  return a.level === b.level && (a.level === "privileged" || a.version.text === b.version.text);
}
