/**
 * The public type of a lint's report: the document of version 1 that `-o json` prints. docs/output.md and docs/schema/report.schema.json describe
 * the same fields. A later version may add fields and words, and removes and renames none.
 */
import type { Level } from "../api/level.ts";
import type { Mode } from "../api/mode.ts";
import type { Note } from "./types.ts";

/** The report of a lint. */
export interface LintReport {
  readonly apiVersion: "kubectl-pss/v1";
  readonly kind: "LintReport";
  /** The number of inputs. */
  readonly source: { readonly type: "files"; readonly files: number };
  /** The version that `latest` was evaluated as: `v1.37`. */
  readonly serverVersion: string;
  /** The time of a report of the command line; `lint` does not set it. */
  readonly generatedAt?: string;
  /** The mode in which violations count as failing. Those of `levels` count as failing too, except with `none`. */
  readonly failOn: Mode | "any" | "none";
  /** The levels of the options, each once: `restricted:latest`. */
  readonly levels: readonly string[];
  /** The file of the configuration, in a report of the command line; `lint` does not set it. */
  readonly configuration?: string;
  /** Sorted by name. */
  readonly namespaces: readonly LintNamespace[];
  /** The answers of ValidatingAdmissionPolicies. Only in reports of the command line, and absent without an answer. */
  readonly policies?: readonly LintPolicyAnswer[];
  /** Remarks on the inputs that are not violations, sorted by input, document and line. */
  readonly notes: readonly (Note & Partial<Place>)[];
  /** The documents and objects that could not be read, sorted by input, document and line. */
  readonly unreadable: readonly UnreadableInput[];
  readonly summary: LintSummary;
}

/** A namespace and the workloads in it. */
export interface LintNamespace {
  readonly name: string;
  /** Whether the Namespace is among the inputs and has any pod-security label. */
  readonly labelled: boolean;
  /** The API server's words for invalid labels. */
  readonly labelErrors: readonly string[];
  /** Whether the configuration exempts the whole namespace. */
  readonly exempt: boolean;
  /** The policy in force, after labels, configuration and implied warn. */
  readonly policy: Readonly<Record<Mode, PolicyPart>>;
  /** Whether no label and no configuration gave the policy, and lint used its own assumption. */
  readonly assumedPolicy: boolean;
  /** The strictest level that every workload in it meets, at `latest`; null if it has no workload that counts. Exempt workloads do not count. */
  readonly readyFor: Level | null;
  /** The reason why `readyFor` is null. */
  readonly readyForReason?: "empty" | "exempt" | "unknown";
  /** The workloads that violate each level, at `latest`. */
  readonly blocks: Readonly<Record<"baseline" | "restricted", LintBlocks>>;
  /** The number of workloads whose next pod the enforced policy rejects. */
  readonly rejectedNow: number;
  /** Sorted by kind, name and source. */
  readonly workloads: readonly LintWorkload[];
}

/** The workloads of a namespace that violate a level. */
export interface LintBlocks {
  readonly workloads: number;
  /** The checks that they violate, and how many workloads violate each; the most frequent first. */
  readonly checks: readonly { readonly check: string; readonly workloads: number }[];
}

/** One mode of a policy. */
export interface PolicyPart {
  readonly level: Level;
  readonly version: string;
  /** The origin of the level. */
  readonly from: "label" | "configuration" | "builtin" | "implied";
}

/** An object with a pod template, or a bare Pod. */
export interface LintWorkload {
  readonly kind: string;
  readonly apiVersion: string;
  readonly namespace: string;
  /** The name; the generateName and `*` if it has no name; otherwise empty. */
  readonly name: string;
  /** The name with `*` for each part that differs each time the object is made: `web-*`. */
  readonly stableName: string;
  /** 1 for a bare Pod, otherwise 0. */
  readonly pods: number;
  readonly source: Place;
  /** The exemption that applies. */
  readonly exempt: { readonly by: "namespace" | "user" | "runtimeClass"; readonly value: string } | null;
  /** The fields that can set any field of its pods, and that are not judged: `spec.podSpecPatch`; absent without any. */
  readonly unjudged?: readonly string[];
  /** One for each distinct level and version: those in force or in `levels`, and baseline:latest and restricted:latest. */
  readonly results: readonly LintResult[];
}

/** The place of an object in the inputs. */
export interface Place {
  /** The name of the input. */
  readonly file: string;
  /** The number of the document in a text, or of the object in a list of objects, from 0. */
  readonly document: number;
  /** From 1; absent for objects that are not from a text. For rendered objects 1, because only the line of the output is known. */
  readonly line?: number;
  /** The place in the output of helm or kustomize, for objects that they rendered. Only in reports of the command line; `lint` does not set it. */
  readonly rendered?: RenderedPlace;
}

/** A place in the output of helm or kustomize. The file of the object is the template, or the file of the chart or the kustomization. */
export interface RenderedPlace {
  /** From 1. */
  readonly line: number;
  /** The values files of this rendering; empty without any, and if they are not known. */
  readonly values: readonly string[];
}

/** The verdict of one level, at one version, on a workload. */
export interface LintResult {
  readonly subject: "template" | "pods";
  /** The path of the template in its object; only for custom resources whose kind can have several templates. */
  readonly template?: string;
  readonly pods: number;
  readonly pod: string | null;
  readonly level: Level;
  readonly version: string;
  /** The modes in which this level and version are in force. */
  readonly modes: readonly Mode[];
  /** Whether `levels` contains this level and version. */
  readonly requested: boolean;
  readonly allowed: boolean;
  /** The API server's text, byte for byte; empty when allowed. */
  readonly message: string;
  /** One for each check that the workload violates, in the order of evaluation. */
  readonly violations: readonly LintViolation[];
}

/** A check that a workload violates. */
export interface LintViolation {
  /** The ID of the check, `hostPorts`: see `checks`. */
  readonly check: string;
  readonly reason: string;
  readonly detail: string;
  /** The reason for which it does not count; null if it counts. Always null in a report of `lint`, which accepts nothing. */
  readonly accepted: LintAcceptance | null;
  readonly fields: readonly LintField[];
}

/** The reason for which a violation, or a field of it, does not count. Only in reports of the command line. */
export interface LintAcceptance {
  /** The words of the person who accepted it. */
  readonly reason: string;
  /** The last day on which it is accepted, in UTC: `2027-01-31`; null if it does not end. */
  readonly until: string | null;
  /** An annotation of the workload, the configuration file, or the file of `--accept`. */
  readonly by: "annotation" | "configuration" | "file";
  /** The file and the line of that place. */
  readonly file: string;
  readonly line: number;
  /** The place of an annotation in the output of helm or kustomize, for objects that they rendered; `line` is then 1. */
  readonly rendered?: RenderedPlace;
}

/** A field that violates. */
export interface LintField {
  /** From the object's root: `spec.template.spec.containers[0].image`. */
  readonly path: string;
  /** From the pod's spec, or from metadata, with names instead of positions: `containers[web].image`. */
  readonly stablePath: string;
  /** The value as JSON has it; null if the field is not set. An integer beyond 2^53 is a string of its digits. */
  readonly value: unknown;
  /** Line and column, from 1; those of the nearest parent if the field is not set. Absent for objects that are not from a text. */
  readonly line?: number;
  readonly column?: number;
  /** The end, after the last character: that of the value if it is a scalar, otherwise of the key. Absent with `line`. */
  readonly endLine?: number;
  readonly endColumn?: number;
  /** The line in the output of helm or kustomize, from 1: only for objects that they rendered, whose fields have no line. `lint` does not set it. */
  readonly renderedLine?: number;
  /** The reason for which the field does not count; absent if it counts. `lint` does not set it. */
  readonly accepted?: LintAcceptance;
}

/** The answer of a ValidatingAdmissionPolicy of `kubectl pss export` to a workload that violates it. Only in reports of the command line. */
export interface LintPolicyAnswer {
  readonly policy: string;
  readonly binding: string;
  /** `validationActions` of the binding. */
  readonly actions: readonly ("Deny" | "Warn" | "Audit")[];
  readonly kind: string;
  readonly apiVersion: string;
  readonly namespace: string;
  readonly name: string;
  readonly source: Place;
  /** Whether the policy judges the object itself, or the pods that will be made of it. */
  readonly subject: "object" | "pods";
  /** The messages of the failed validations. */
  readonly messages: readonly string[];
  /** The API server's sentences. */
  readonly sentences: readonly string[];
  /** Whether enforce rejects the same pods. */
  readonly rejectedByLabels: boolean;
}

/** A document or object that could not be read, and the reason. */
export interface UnreadableInput extends Place {
  readonly message: string;
}

/** The counts of a report. */
export interface LintSummary {
  readonly namespaces: number;
  /** Objects that could be read, of any kind. */
  readonly objects: number;
  readonly workloads: number;
  readonly pods: number;
  /** Distinct violations: equal violations of two levels count once. */
  readonly violations: number;
  readonly accepted: number;
  /** The other violations with some accepted fields. They count. */
  readonly partlyAccepted: number;
  /** The violations in the mode of `failOn`. */
  readonly failing: number;
  readonly unreadable: number;
}
