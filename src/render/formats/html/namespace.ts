import type { NamespaceChange, NamespaceReport, PolicyPart, Report } from "../../../report/report.ts";
import { outcomeOf, type Outcome } from "../dry-run/outcome.ts";
import { MODES } from "../../../api/mode.ts";
import { levelOf } from "../../words/violations.ts";

/** Where a part of a policy comes from, for people. */
const ORIGINS: Readonly<Record<PolicyPart["from"], string>> = {
  label: "label",
  configuration: "cluster configuration",
  builtin: "built-in default",
  implied: "implied by enforce",
};

/** What the API server does not say of a change, where it does not refuse it. */
const SILENT: Readonly<Record<Outcome, string>> = {
  refused: "",
  warned: "",
  worse: "The API server says nothing, and yet something newly violates.",
  held: "Nothing newly violates.",
  unchanged: "The policy in force stays what it is.",
};

/** A mode's level and version, and where they come from: `["baseline:latest", "label"]`. */
export type PartRow = readonly [level: string, from: string];

/** What stands above the workloads of a namespace, for the page's script. */
export interface NamespaceRecord {
  readonly name: string;
  readonly exempt: boolean;
  /** By mode: enforce, audit, warn. */
  readonly policy: readonly PartRow[];
  readonly strictest: string;
  /** The level of enforce after a plan; an audit's alone. */
  readonly planned?: string;
  /** How many workloads there are in it, whether or not their rows follow. */
  readonly workloads: number;
  /** 0 for manifests. */
  readonly pods: number;
  readonly findings: readonly (readonly [severity: "error" | "warning" | "info", message: string])[];
  /** A dry run's alone. */
  readonly change?: {
    /** By mode: what is in force now. */
    readonly from: readonly PartRow[];
    /** As `kubectl label` has them: `pod-security.kubernetes.io/enforce=restricted`, and `…/warn-` for one that is taken away. */
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

/** An audit says of invalid labels what the API server takes them for. */
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
