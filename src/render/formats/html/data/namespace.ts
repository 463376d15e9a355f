import { observeFirstText } from "../../../words/plan/cautions.ts";
import { LONGEST_NAME, cutText } from "../../../../api/words/quoted.ts";
import { shownName } from "../../../../report/workload.ts";
import type { FailOn, NamespaceChange, NamespaceReport, PolicyPart, Report } from "../../../../report/report.ts";
import { outcomeOf, type Outcome } from "../../../words/dry-run/outcome.ts";
import { modeTexts, partLevelText, policyPartText, readyText } from "../../../words/namespace/namespace.ts";
import { MODES } from "../../../../api/mode.ts";
import { levelOf } from "../../../../report/violations.ts";

/** The source of a part of a policy, for people. */
const ORIGINS: Readonly<Record<PolicyPart["from"], string>> = {
  label: "label",
  configuration: "cluster configuration",
  builtin: "built-in default",
  implied: "implied by enforce",
};

/** The consequence of a change without a warning of the API server. */
const SILENT: Readonly<Record<Outcome, string>> = {
  denied: "",
  new: "The API server gives no warning, but there are new violations.",
  unknown:
    "Workloads violate. The policy in force is unknown, so it is unknown what is new and what the API server warns about.",
  violating: "No new violations; workloads already violate.",
  warned: "",
  safe: "No new violations.",
};

/** A mode's level and version, and their source: `["baseline:latest", "label"]`. */
export type PartRow = readonly [level: string, from: string];

const UNKNOWN: PartRow = ["unknown", "labels that could not be read"];

/** The row of a namespace in the table of an audit, as a terminal has it. */
export interface ReadinessRecord {
  /** Its place among all namespaces, the worst first. */
  readonly rank: number;
  /** The levels of enforce, audit and warn: `baseline`, `not set`, `unknown`; `-` if the namespace is exempt. */
  readonly modes: readonly string[];
  /** The number of workloads that are rejected now. */
  readonly rejected: number;
  /** The number of workloads that can block a level. */
  readonly counted: number;
  /** The workloads that block baseline and restricted: their number, and the numbers of the checks, the most frequent first. */
  readonly blocks: readonly (readonly [workloads: number, checks: readonly number[]])[];
}

/** The facts about a namespace that the page shows above its workloads. */
export interface NamespaceRecord {
  readonly name: string;
  readonly exempt: boolean;
  /** By mode: enforce, audit, warn. */
  readonly policy: readonly PartRow[];
  /** A level, `-`, `exempt` or `unknown`. */
  readonly readyFor: string;
  /** Only in an audit. */
  readonly readiness?: ReadinessRecord;
  /** The level of enforce after a plan; only in an audit. */
  readonly planned?: string;
  /** The number of its workloads, whether or not their rows follow. */
  readonly workloads: number;
  /** 0 for manifests. */
  readonly pods: number;
  readonly findings: readonly (readonly [severity: "error" | "warning" | "info", message: string])[];
  /** Only in a dry run. */
  readonly change?: {
    /** The parts in force now: enforce, audit, warn. */
    readonly from: readonly PartRow[];
    /** In the form of `kubectl label`: `pod-security.kubernetes.io/enforce=restricted`, and `…/warn-` for a removed label. */
    readonly labels: readonly string[];
    readonly denied: string;
    readonly warnings: readonly string[];
    readonly silent: string;
    /** The workloads that enforce rejects now, and admits with the labels: `StatefulSet/erp`. */
    readonly admitted: readonly string[];
  };
}

/**
 * The row of a namespace in the table of readiness.
 *
 * @param rank its place among all namespaces, the worst first
 * @param checks the IDs of checks; a check's position is its number
 */
export function readinessRecord(
  { policy, exempt, rejectedNow, blocks, workloads }: NamespaceReport,
  rank: number,
  checks: readonly string[],
): ReadinessRecord {
  return {
    rank,
    modes: modeTexts(policy, policyPartText).map(([, text]) => (exempt ? "-" : text)),
    rejected: rejectedNow,
    counted: workloads.filter(({ finished }) => !finished).length,
    blocks: [blocks.baseline, blocks.restricted].map((level) => [
      level.workloads,
      level.checks.map(({ check }) => checks.indexOf(check)),
    ]),
  };
}

/** A namespace without its workloads. */
export function namespaceRecord(
  namespace: NamespaceReport,
  { kind, failOn }: Pick<Report, "kind" | "failOn">,
  readiness: ReadinessRecord | undefined,
): NamespaceRecord {
  const { name, exempt, policy, assumedPolicy, planned, workloads, change } = namespace;
  return {
    name,
    exempt,
    policy: change?.from === null ? changedRows(change) : policyRows(policy, assumedPolicy),
    readyFor: readyText(namespace),
    ...(readiness !== undefined && { readiness }),
    ...(planned !== undefined && { planned }),
    workloads: workloads.length,
    pods: kind === "LintReport" ? 0 : workloads.reduce((total, { pods }) => total + pods, 0),
    findings: findingsOf(namespace, kind),
    ...(change !== null && { change: changeRecord(namespace, change, failOn) }),
  };
}

/** The findings of a namespace. An audit's findings include the invalid labels. */
function findingsOf({ findings, labelErrors }: NamespaceReport, kind: Report["kind"]): NamespaceRecord["findings"] {
  const errors = kind === "AuditReport" ? [] : labelErrors.map(({ message }) => ["error", message] as const);
  return [...errors, ...findings.map(({ severity, message }) => [severity, message] as const)];
}

function changeRecord(
  namespace: NamespaceReport,
  change: NamespaceChange,
  failOn: FailOn,
): NonNullable<NamespaceRecord["change"]> {
  const { from, labels, denied, serverWarnings } = change;
  return {
    from: policyRows(from, false),
    labels: Object.entries(labels).map(([label, value]) => (value === null ? `${label}-` : `${label}=${value}`)),
    denied: denied ?? "",
    warnings: serverWarnings,
    silent: [serverWarnings.length > 0 ? "" : SILENT[outcomeOf(namespace, failOn)], observeFirstText(namespace)]
      .filter((text) => text !== "")
      .join(" "),
    admitted: admittedTitles(namespace),
  };
}

/** The workloads of a namespace that the labels of a dry run admit again. */
export function admittedTitles({ workloads }: NamespaceReport): readonly string[] {
  return workloads
    .filter(({ noLongerRejected }) => noLongerRejected === true)
    .map(({ kind, name }) => `${kind}/${cutText(shownName(name), LONGEST_NAME)}`);
}

/** The policy after a change of unknown labels: a mode that the change does not set is unknown. */
function changedRows({ to }: NamespaceChange): readonly PartRow[] {
  return MODES.map((mode) => (to[mode].from === "label" ? [levelOf(to[mode]), ORIGINS.label] : UNKNOWN));
}

function policyRows(policy: NamespaceReport["policy"], isAssumed: boolean): readonly PartRow[] {
  if (policy === null) return MODES.map(() => UNKNOWN);
  return MODES.map((mode) => [partLevelText(policy[mode]), isAssumed ? "assumed" : ORIGINS[policy[mode].from]]);
}
