/**
 * The one value that every output format reads. It is plain data: what `-o json` prints is this, field by field (docs/output.md),
 * so a field may be added here, and never renamed or removed.
 */
import type { Level } from "../api/level.ts";
import type { Mode } from "../api/mode.ts";
import type { RemarkCode, Source } from "../workloads/object.ts";
import type { WorkloadReport } from "./workload.ts";

export type { Source } from "../workloads/object.ts";
export type { DistinctViolation, FieldReport, Result, Sentence, ViolationReport, WorkloadReport } from "./workload.ts";

/** A report of `kubectl pss lint`, `audit` or `dry-run`. */
export interface Report {
  readonly kind: "LintReport" | "AuditReport" | "DryRunReport";
  readonly source: ReportSource;
  /** The version that `latest` was evaluated as: `v1.37`. */
  readonly serverVersion: string;
  /** Sorted by name. */
  readonly namespaces: readonly NamespaceReport[];
  /** Sorted by file, document and line. */
  readonly notes: readonly Note[];
  /** Sorted by file, document and line. */
  readonly unreadable: readonly Unreadable[];
  /** The comparison with an earlier report (`--baseline`); null without one. */
  readonly baseline: BaselineReport | null;
  /** Whose violations make the exit code 1 (`--fail-on`). */
  readonly failOn: FailOn;
  /** Whether `--level` said what to judge by: no policy was asked, and results have no modes. */
  readonly byLevel: boolean;
  readonly summary: Summary;
}

/** The mode whose violations fail a run, as `--fail-on` has it; `any` is each of them. */
export type AskedFailOn = Mode | "any" | "none";

/** The violations that fail a run: `all` counts the violations of `--level` too, which have no mode. */
export type FailOn = AskedFailOn | "all";

/** The comparison of a report with an earlier one, the baseline. */
export interface BaselineReport {
  /** How many of the summary's violations are in it. */
  readonly accepted: number;
  /**
   * The violations of the baseline that are no longer there, in words, sorted: `shop deployment.apps/web: hostPorts at
   * containers[web].ports[http].hostPort`. Those that were not asked about this time, or could not be read, are not among them.
   */
  readonly gone: readonly string[];
}

/** Where the objects of a report come from. */
export type ReportSource =
  | { readonly type: "files"; readonly files: number }
  /** `context` is null where no kubeconfig names one. */
  | { readonly type: "cluster"; readonly context: string | null; readonly server: string };

/** How many of each there are in a report. */
export interface Summary {
  readonly namespaces: number;
  /** Objects that could be read, whatever their kind. */
  readonly objects: number;
  readonly workloads: number;
  readonly pods: number;
  /** Distinct violations: two levels that reject the same in the same words count once. */
  readonly violations: number;
  /** Those of `violations` that are in the baseline. */
  readonly accepted: number;
  /**
   * Those of `violations` that make the exit code 1: in the modes that `--fail-on` names, and not accepted; and changes that would be
   * refused.
   */
  readonly failing: number;
  readonly unreadable: number;
}

/** A namespace and the workloads in it. */
export interface NamespaceReport {
  readonly name: string;
  /** Whether the Namespace is among the inputs and has any pod-security label. */
  readonly labelled: boolean;
  /** Whether its labels could be read; of a lint, whether the Namespace is among the inputs. Where not, `policy` is that of one without any. */
  readonly labelsKnown: boolean;
  readonly labelErrors: readonly LabelError[];
  /** Whether the admission configuration exempts the whole namespace. */
  readonly exempt: boolean;
  /** In a dry run, the policy that the labels asked for would put in force. */
  readonly policy: Readonly<Record<Mode, PolicyPart>>;
  /** Whether `policy` is only what lint assumes: no Namespace with labels and no configuration was among the inputs. */
  readonly assumedPolicy: boolean;
  /** The strictest level that every workload here meets, at `latest`; exempt ones do not count. */
  readonly strictest: Level;
  /** The level of enforce after the safe steps of a plan; absent where none was made. */
  readonly planned?: Level;
  /** Recommended changes, by the practice of Kubernetes; an audit's alone. */
  readonly findings: readonly Finding[];
  /** The effect of setting the labels; null but in a dry run. */
  readonly change: NamespaceChange | null;
  /** Sorted by kind, then name, then source. */
  readonly workloads: readonly WorkloadReport[];
}

/** A label with a value that the API server rejects. */
export interface LabelError {
  /** The name of the label; empty where the error was read from a document. */
  readonly label: string;
  /** The API server's words. */
  readonly message: string;
}

/** A remark of an audit on a namespace, besides its violations. */
export interface Finding {
  readonly severity: "warning" | "info";
  readonly code: FindingCode;
  readonly message: string;
}

/** Every kind of finding; docs/output.md explains them. */
export type FindingCode =
  | "audit-not-stricter"
  | "exempt-labels"
  | "exempt-violations"
  | "invalid-labels"
  | "no-labels"
  | "pinned-version"
  | "privileged";

/** The answer of the API server to new labels of a namespace, and the policy that was in force before. */
export interface NamespaceChange {
  readonly from: Readonly<Record<Mode, PolicyPart>>;
  /** The labels as they would be set and removed: `null` removes. */
  readonly labels: Readonly<Record<string, string | null>>;
  /** The lines that kubectl prints behind `Warning: `, in its order, but over all pods. */
  readonly serverWarnings: readonly string[];
  /** The API server's message where it refuses the change. */
  readonly denied: string | null;
}

/** One mode of the policy in force, and where its level comes from: `builtin` also for what lint assumes. */
export interface PolicyPart {
  readonly level: Level;
  readonly version: string;
  readonly from: "label" | "configuration" | "builtin" | "implied";
}

/** A remark on an input that is no violation. */
export interface Note {
  readonly severity: "error" | "warning" | "info";
  readonly code: NoteCode;
  readonly message: string;
  /** Null where it is about no file. */
  readonly source: Source | null;
}

/** Every kind of note; docs/output.md explains them and names those that `--strict` turns into errors. */
export type NoteCode =
  | RemarkCode
  | "assumed-defaults"
  | "assumed-version"
  | "duplicate-namespace"
  | "duplicate-object"
  | "hidden-credentials"
  | "invalid-label"
  | "missing-namespace"
  | "newer-server"
  | "newer-version"
  | "no-pods"
  | "no-workloads"
  | "repeated-object"
  | "shared-uid"
  | "unknown-namespace";

/** A document, object or list that could not be read, and the reason: found, expected, advice. */
export interface Unreadable {
  readonly message: string;
  /** Null where it is about no file. */
  readonly source: Source | null;
  /** The list that the API server refused, by the name of its resource, and the RBAC rule that it needs; null where it is none. */
  readonly list: { readonly resource: string; readonly namespace: string | null; readonly rule: string } | null;
}
