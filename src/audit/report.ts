/**
 * The one value that every output format reads. It is plain data: what `-o json` prints is this, field by field (docs/output.md),
 * so a field may be added here, and never renamed or removed.
 */
import type { Mode } from "../admission/labels.ts";
import type { RemarkCode, Source } from "../workloads/object.ts";

export type { Source } from "../workloads/object.ts";

/** A report of `kubectl pss lint`. */
export interface Report {
  readonly kind: "LintReport";
  readonly source: { readonly type: "files"; readonly files: number };
  /** What `latest` was evaluated as: `v1.37`. */
  readonly serverVersion: string;
  /** Sorted by name. */
  readonly namespaces: readonly NamespaceReport[];
  /** Sorted by file, document and line. */
  readonly notes: readonly Note[];
  /** Sorted by file, document and line. */
  readonly unreadable: readonly Unreadable[];
  readonly summary: Summary;
}

/** How many of each there are in a report. */
export interface Summary {
  readonly namespaces: number;
  /** Objects that could be read, whatever their kind. */
  readonly objects: number;
  readonly workloads: number;
  readonly pods: number;
  /** Distinct violations: what two levels have against the same thing of a workload in the same words counts once. */
  readonly violations: number;
  /** Those of `violations` that make the exit code 1: `--fail-on` says in which modes. */
  readonly failing: number;
  readonly unreadable: number;
}

/** A namespace and the workloads in it. */
export interface NamespaceReport {
  readonly name: string;
  /** Whether the Namespace is among the inputs and has any pod-security label. */
  readonly labelled: boolean;
  readonly labelErrors: readonly string[];
  /** Whether the admission configuration exempts the whole namespace. */
  readonly exempt: boolean;
  readonly policy: Readonly<Record<Mode, PolicyPart>>;
  /** Whether `policy` is only what lint assumes: no Namespace with labels and no configuration was among the inputs. */
  readonly assumedPolicy: boolean;
  /** The strictest level that every workload here meets, at `latest`. */
  readonly strictest: string;
  /** Sorted by kind, then name, then source. */
  readonly workloads: readonly WorkloadReport[];
}

/** One mode of the policy in force, and where its level comes from: `builtin` also for what lint assumes. */
export interface PolicyPart {
  readonly level: string;
  readonly version: string;
  readonly from: "label" | "configuration" | "builtin" | "implied";
}

/** An object that holds a pod template, or a bare Pod. */
export interface WorkloadReport {
  readonly kind: string;
  readonly apiVersion: string;
  readonly namespace: string;
  /** The object's name; its generateName followed by `*` where it has no name; else empty. */
  readonly name: string;
  /** Running pods folded into it: 1 for a bare Pod, 0 for a template in a file. */
  readonly pods: number;
  readonly source: Source;
  readonly exempt: { readonly by: "namespace" | "user" | "runtimeClass"; readonly value: string } | null;
  readonly results: readonly Result[];
}

/** What one level at one version has to say of a workload. */
export interface Result {
  /** What was judged: the template, or pods. */
  readonly subject: "template" | "pods";
  readonly pods: number;
  /** The first pod's name, where pods were judged. */
  readonly pod: string | null;
  readonly level: string;
  readonly version: string;
  /** The modes in which this level and version are in force; empty when `--level` asked for them. */
  readonly modes: readonly Mode[];
  readonly allowed: boolean;
  /** What the API server says after `violates PodSecurity "LEVEL:VERSION": `, byte for byte; empty when allowed. */
  readonly message: string;
  readonly violations: readonly ViolationReport[];
}

/** A check's refusal. */
export interface ViolationReport {
  readonly check: string;
  readonly reason: string;
  readonly detail: string;
  readonly fields: readonly FieldReport[];
}

/** A field at fault, from the object's root. Line and column count from 1; they are those of its parent where it is not set. */
export interface FieldReport {
  readonly path: string;
  readonly value: unknown;
  readonly line: number;
  readonly column: number;
}

/** Something worth saying about an input that is no violation. */
export interface Note {
  readonly severity: "error" | "warning" | "info";
  readonly code: NoteCode;
  readonly message: string;
  readonly file: string;
  readonly document: number;
  readonly line: number;
}

/** Every kind of note; docs/output.md says what each means and which of them `--strict` turns into errors. */
export type NoteCode = RemarkCode | "duplicate-namespace" | "invalid-label" | "missing-namespace";

/** A document or object that could not be read, and why: found, expected, what to do. */
export interface Unreadable {
  readonly file: string;
  readonly document: number;
  readonly line: number;
  readonly message: string;
}
