import type { NamespaceChange, NamespaceReport, PolicyPart, Report } from "../../../../report/report.ts";
import { outcomeOf, type Outcome } from "../../../words/dry-run/outcome.ts";
import { MODES } from "../../../../api/mode.ts";
import { levelOf } from "../../../../report/violations.ts";

/** The source of a part of a policy, for people. */
const ORIGINS: Readonly<Record<PolicyPart["from"], string>> = {
  label: "label",
  configuration: "cluster configuration",
  builtin: "built-in default",
  implied: "implied by enforce",
};

/** The consequence of a change that the API server does not mention, unless it refuses the change. */
const SILENT: Readonly<Record<Outcome, string>> = {
  refused: "",
  warned: "",
  worse: "The API server does not warn, but there are new violations.",
  held: "No new violations.",
  unchanged: "The policy in force does not change.",
};

/** A mode's level and version, and their source: `["baseline:latest", "label"]`. */
export type PartRow = readonly [level: string, from: string];

/** The facts about a namespace that the page shows above its workloads. */
export interface NamespaceRecord {
  readonly name: string;
  readonly exempt: boolean;
  /** By mode: enforce, audit, warn. */
  readonly policy: readonly PartRow[];
  readonly strictest: string;
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
  };
}

/** A namespace without its workloads. */
export function namespaceRecord(namespace: NamespaceReport, kind: Report["kind"]): NamespaceRecord {
  const { name, exempt, policy, assumedPolicy, strictest, planned, workloads, change } = namespace;
  return {
    name,
    exempt,
    policy: policyRows(policy, assumedPolicy),
    strictest,
    ...(planned !== undefined && { planned }),
    workloads: workloads.length,
    pods: kind === "LintReport" ? 0 : workloads.reduce((total, { pods }) => total + pods, 0),
    findings: findingsOf(namespace, kind),
    ...(change !== null && { change: changeRecord(namespace, change) }),
  };
}

/** The findings of a namespace. An audit's findings include the invalid labels. */
function findingsOf({ findings, labelErrors }: NamespaceReport, kind: Report["kind"]): NamespaceRecord["findings"] {
  const errors = kind === "AuditReport" ? [] : labelErrors.map(({ message }) => ["error", message] as const);
  return [...errors, ...findings.map(({ severity, message }) => [severity, message] as const)];
}

function changeRecord(namespace: NamespaceReport, change: NamespaceChange): NonNullable<NamespaceRecord["change"]> {
  const { from, labels, denied, serverWarnings } = change;
  return {
    from: policyRows(from, false),
    labels: Object.entries(labels).map(([label, value]) => (value === null ? `${label}-` : `${label}=${value}`)),
    denied: denied ?? "",
    warnings: serverWarnings,
    silent: SILENT[outcomeOf(namespace)],
  };
}

function policyRows(policy: NamespaceReport["policy"], isAssumed: boolean): readonly PartRow[] {
  return MODES.map((mode) => [levelOf(policy[mode]), isAssumed ? "assumed" : ORIGINS[policy[mode].from]]);
}
