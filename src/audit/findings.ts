import { MODES, type Mode } from "../api/mode.ts";
import { formatLabelErrors, type LabelResolution } from "../admission/labels.ts";
import { formatLevelVersion, type Evaluator } from "../policy/evaluator.ts";
import { compareLevels } from "../api/level.ts";
import { count } from "../api/words/plural.ts";
import { LATEST } from "../policy/version.ts";
import type { Blocks, Finding } from "../report/report.ts";

/** The facts about a namespace, after all its objects have been judged. */
export interface NamespaceFacts {
  readonly resolution: LabelResolution;
  readonly isExempt: boolean;
  /** Whether the labels could be read; if not, there is no finding about them. */
  readonly areLabelsKnown: boolean;
  /** The number of exempt workloads that do not meet baseline. */
  readonly exemptViolations: number;
  /** The checks of baseline that workloads violate, and how many violate each, sorted. */
  readonly blockBaseline: Blocks["checks"];
  /** The number of workloads, by mode, that meet the pinned version and would not meet the latest. */
  readonly latestViolations: Readonly<Record<Mode, number>>;
  readonly evaluator: Evaluator;
}

/**
 * Compares a namespace with the practice that Kubernetes recommends (kubernetes.io: "Enforce Pod Security Standards with Namespace Labels",
 * "Migrate from PodSecurityPolicy"): every namespace has labels, audit and warn are stricter than enforce until enforce is restricted, no old
 * version is pinned, exemptions are few, and each privileged namespace has a reason.
 */
export function findingsOf(facts: NamespaceFacts): readonly Finding[] {
  const rules = facts.isExempt ? [invalidLabels, exemptLabels, hiddenViolations] : RULES;
  return rules.flatMap((rule) => rule(facts) ?? []);
}

type Rule = (facts: NamespaceFacts) => Finding | undefined;

const RULES: readonly Rule[] = [noLabels, invalidLabels, auditNotStricter, pinnedVersion, hiddenViolations, privileged];

function noLabels({ areLabelsKnown, resolution: { isLabelled, policy } }: NamespaceFacts): Finding | undefined {
  if (isLabelled || !areLabelsKnown) return undefined;
  const message =
    policy.enforce.level === "privileged"
      ? "no pod-security labels: nothing is enforced here"
      : `no pod-security labels: only the cluster's defaults are in force (${formatLevelVersion(policy.enforce)})`;
  return { severity: "warning", code: "no-labels", message };
}

function invalidLabels({ resolution: { errors, policy } }: NamespaceFacts): Finding | undefined {
  if (errors.length === 0) return undefined;
  const inForce = MODES.map((mode) => `${mode}=${formatLevelVersion(policy[mode])}`).join(" ");
  const message = `invalid labels, which the API server treats as ${inForce}: ${formatLabelErrors(errors)}`;
  return { severity: "warning", code: "invalid-labels", message };
}

/** The consequence of modes that are not stricter than enforce, before the level that they do not report. */
const SILENT: Readonly<Record<string, string>> = {
  audit: "the audit log does not show what violates",
  warn: "users are not warned about what violates",
  "audit,warn": "nothing reports what violates",
};

function auditNotStricter({ resolution: { isLabelled, policy } }: NamespaceFacts): Finding | undefined {
  const { enforce } = policy;
  if (!isLabelled || enforce.level === "restricted") return undefined;
  const blind = (["audit", "warn"] as const).filter((mode) => compareLevels(policy[mode].level, enforce.level) <= 0);
  if (blind.length === 0) return undefined;
  const next = enforce.level === "privileged" ? "baseline" : "restricted";
  const verb = blind.length === 1 ? "is" : "are";
  const message = `${blind.join(" and ")} ${verb} not stricter than enforce (${enforce.level}): ${SILENT[blind.join()]} ${next}`;
  return { severity: "warning", code: "audit-not-stricter", message };
}

/** A pin gets a finding only if the checks have changed since that version. */
function pinnedVersion({ resolution: { policy }, latestViolations, evaluator }: NamespaceFacts): Finding | undefined {
  const old = MODES.filter((mode) => {
    const { level, version } = policy[mode];
    return !evaluator.hasSameChecks({ level, version }, { level, version: LATEST });
  });
  if (old.length === 0) return undefined;
  const pins = old.map((mode) => `${mode}=${formatLevelVersion(policy[mode])}`).join(" ");
  const most = Math.max(...old.map((mode) => latestViolations[mode]));
  const passing =
    most === 0 ? "" : `; ${count(most, "workload")} ${most === 1 ? "does" : "do"} not meet the latest version`;
  const message = `${pins}: the newer checks of that level do not run${passing}`;
  return { severity: most === 0 ? "info" : "warning", code: "pinned-version", message };
}

function exemptLabels({ resolution: { isLabelled } }: NamespaceFacts): Finding | undefined {
  if (!isLabelled) return undefined;
  const message = "exempt by the admission configuration: its pod-security labels have no effect";
  return { severity: "warning", code: "exempt-labels", message };
}

function hiddenViolations({ exemptViolations: hidden, isExempt }: NamespaceFacts): Finding | undefined {
  if (hidden === 0) return undefined;
  const by = isExempt ? "the exemption of this namespace" : "exemptions by runtime class or user";
  const message = `${by} ${isExempt ? "hides" : "hide"} ${count(hidden, "workload")} that ${hidden === 1 ? "does" : "do"} not meet baseline`;
  return { severity: "warning", code: "exempt-violations", message };
}

function privileged({ blockBaseline }: NamespaceFacts): Finding | undefined {
  if (blockBaseline.length === 0) return undefined;
  const reasons = blockBaseline.map(({ check, workloads }) => `${check} ${workloads}`);
  const message = `does not meet baseline: ${reasons.join(", ")}`;
  return { severity: "info", code: "privileged", message };
}
