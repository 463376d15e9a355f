/**
 * The value that every output format reads. It is plain data: `-o json` prints it field by field (docs/output.md), so a field may be added here, and
 * never renamed or removed.
 */
import type { Level } from "../api/level.ts";
import type { Mode } from "../api/mode.ts";
import type { Note, Unreadable } from "./notes/note.ts";
import type { PolicyVerdict } from "./policies/policy-verdict.ts";
import type { AuditComparison } from "./comparison/comparison.ts";
import type { ObserveFirst } from "./plan/caution.ts";
import type { ReportScope } from "./scope/report-scope.ts";
import type { ReportSource } from "./scope/report-source.ts";
import type { WorkloadReport } from "./workload.ts";

export type { Note, Unreadable } from "./notes/note.ts";
export type { NoteCode } from "./notes/note-code.ts";
export type { ReportSource } from "./scope/report-source.ts";
export type { Source } from "../workloads/object.ts";
export type { FieldReport } from "./field.ts";
export type { DistinctViolation, Result, Sentence, ViolationReport, WorkloadReport } from "./workload.ts";

/** A report of `kubectl pss lint`, `audit` or `dry-run`. */
export interface Report {
  readonly kind: "LintReport" | "AuditReport" | "DryRunReport";
  readonly source: ReportSource;
  /** The namespaces that the run covers; only in a dry run. */
  readonly scope?: DryRunScope;
  /** The namespaces that an audit covers; absent otherwise. */
  readonly covered?: ReportScope;
  /** The version that `latest` was evaluated as: `v1.37`. */
  readonly serverVersion: string;
  /** The time at which it was complete, in RFC 3339; absent with `--no-timestamp`, and in a report of the library. */
  readonly generatedAt?: string;
  /** Sorted by name. */
  readonly namespaces: readonly NamespaceReport[];
  /** The answers of ValidatingAdmissionPolicies beside Pod Security Admission; absent without any answer. */
  readonly policies?: readonly PolicyVerdict[];
  /** Sorted by file, document and line. */
  readonly notes: readonly Note[];
  /** Sorted by file, document and line. */
  readonly unreadable: readonly Unreadable[];
  /** Whether the run can accept violations: by `--accept`, its configuration, or an annotation of a workload. */
  readonly accepts: boolean;
  /** The effect of `kubectl pss fix` on the same inputs; absent if it was not tried. */
  readonly fixable?: Fixable;
  /** The changes since an earlier audit (`--compare`); absent without one. */
  readonly compared?: AuditComparison;
  /** The mode in which violations make the exit code 1 (`--fail-on`). */
  readonly failOn: FailOn;
  /** The namespaces that `--only` lists; null for all. The summary and the exit code count all of them. */
  readonly only: OnlyNamespaces | null;
  /** The directory with the manifests that give workloads of a cluster their places (`--map`); absent without one. */
  readonly manifests?: string;
  /** The levels that `--level` or the configuration asks for: `restricted:latest`, each once; empty without one. Always empty in a dry run. */
  readonly levels: readonly string[];
  /** The configuration that sets the levels of a lint; absent if it sets none, or `--level` does. */
  readonly levelsFrom?: string;
  /** The configuration of a lint; absent without one. */
  readonly configuration?: string;
  /** Whether levels were used instead of policies, so that results have no modes. */
  readonly byLevel: boolean;
  readonly summary: Summary;
}

/** The number of violations that `kubectl pss fix` removes by edits that take nothing away. */
export interface Fixable {
  /** Counts violations that are not accepted. Null if they were not counted, because more than `limit` workloads violate. */
  readonly removed: number | null;
  readonly limit: number;
}

/** The values of `--only`. */
export const ONLY_NAMESPACES = ["blocked", "ready", "unlabelled"] as const;

/**
 * Some namespaces of an audit: those with workloads that block a level, those that are ready for a stricter level than enforce has, or those without
 * pod-security labels.
 */
export type OnlyNamespaces = (typeof ONLY_NAMESPACES)[number];

/**
 * The mode in which violations fail a run, as in `--fail-on`; `any` means each mode. Violations of a level that `--level` asks for fail the run with
 * every value but `none`.
 */
export type FailOn = Mode | "any" | "none";

/** The namespaces that a dry run covers. */
export type DryRunScope =
  | { readonly type: "all" }
  /** `isCurrent`: the namespace of the context, since no flag names another. */
  | { readonly type: "names"; readonly names: readonly string[]; readonly isCurrent: boolean }
  | { readonly type: "selector"; readonly selector: string };

/** The counts of a report. */
export interface Summary {
  readonly namespaces: number;
  /** Objects that could be read, of any kind. */
  readonly objects: number;
  readonly workloads: number;
  readonly pods: number;
  /** Distinct violations: equal violations of two levels count once. */
  readonly violations: number;
  /** The number of `violations` that are accepted. */
  readonly accepted: number;
  /** The number of other `violations` with some accepted fields. They count. */
  readonly partlyAccepted: number;
  /**
   * The number of `violations` that make the exit code 1, because they are in the modes of `--fail-on` and not accepted, plus the number of changes that
   * the API server would reject, and in a lint the number of workloads that only an admission policy denies.
   */
  readonly failing: number;
  readonly unreadable: number;
}

/** A namespace and the workloads in it. */
export interface NamespaceReport {
  readonly name: string;
  /** Whether the Namespace is among the inputs and has any pod-security label. */
  readonly labelled: boolean;
  /** Whether its labels could be read; in a lint, whether the inputs contain the Namespace. If not, `policy` is that of a namespace without labels. */
  readonly labelsKnown: boolean;
  readonly labelErrors: readonly LabelError[];
  /** Whether the admission configuration exempts the whole namespace. */
  readonly exempt: boolean;
  /** In a dry run, the policy that the new labels would put in force. Null in an audit that could not read the labels. */
  readonly policy: NamespacePolicy | null;
  /** Whether `policy` is the one that lint assumes without labels of the Namespace and without a configuration. */
  readonly assumedPolicy: boolean;
  /** The strictest level that every workload in it meets, at `latest`; null if there is a reason not to tell. */
  readonly readyFor: Level | null;
  /** Null if `readyFor` is a level. */
  readonly readyForReason: ReadyForReason | null;
  /** The workloads that keep the namespace from each level, at `latest`. Exempt workloads do not count. */
  readonly blocks: Readonly<Record<BlockedLevel, Blocks>>;
  /** The number of workloads whose next pod the enforced policy rejects, including those with accepted violations. */
  readonly rejectedNow: number;
  /** The level of enforce after the safe steps of a plan; absent without a plan. */
  readonly planned?: Level;
  /** The reasons to observe it before enforce gets the level that it is ready for or, in a dry run, the level that is tried; absent without any, and in formats that do not show them. */
  readonly observeFirst?: ObserveFirst;
  /** Recommended changes, by the practice of Kubernetes; only in an audit. */
  readonly findings: readonly Finding[];
  /** The effect of the new labels; only in a dry run, otherwise null. */
  readonly change: NamespaceChange | null;
  /** Sorted by kind, then name, then source. */
  readonly workloads: readonly WorkloadReport[];
}

/** The policy of a namespace: a level and version for each mode. */
export type NamespacePolicy = Readonly<Record<Mode, PolicyPart>>;

/** The levels that a workload can violate. */
export type BlockedLevel = Exclude<Level, "privileged">;

/**
 * The reason why a namespace is ready for no known level: it has no workload that makes pods (`empty`), nothing in it is judged (`exempt`), or its
 * labels or one of its lists could not be read, or a field that is not judged can set any field of a pod (`unknown`).
 */
export type ReadyForReason = "empty" | "exempt" | "unknown";

/** The workloads of a namespace that violate a level. */
export interface Blocks {
  readonly workloads: number;
  /** The checks that they violate, and how many workloads violate each; the most frequent first, then by name. */
  readonly checks: readonly { readonly check: string; readonly workloads: number }[];
}

/** A label with a value that the API server rejects. */
export interface LabelError {
  /** The name of the label; empty if the error was read from a document. */
  readonly label: string;
  /** The API server's words. */
  readonly message: string;
}

/** A remark of an audit about a namespace, in addition to its violations. */
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
  /** Null if the labels could not be read. */
  readonly from: NamespacePolicy | null;
  /** The policy that the new labels would put in force. If the labels could not be read, it is that of a namespace without other labels. */
  readonly to: NamespacePolicy;
  /** The labels to set; `null` removes a label. */
  readonly labels: Readonly<Record<string, string | null>>;
  /** The lines that kubectl prints after `Warning: `, in its order, but for all pods. */
  readonly serverWarnings: readonly string[];
  /** The API server's message, if it rejects the change. */
  readonly denied: string | null;
}

/** One mode of the policy in force, and the origin of its level, which is `builtin` for an assumed policy, too. */
export interface PolicyPart {
  readonly level: Level;
  readonly version: string;
  readonly from: "label" | "configuration" | "builtin" | "implied";
}
