/** The value of `kubectl pss fix`: plain data that every format reads. */
import type { FixEvidence, FixKind, FixOption, FixRisk } from "../../api/checks/fix-declaration.ts";
import type { Note, Unreadable } from "../notes/note.ts";
import type { Source } from "../../workloads/object.ts";

/** The edits of manifests. */
export interface FixReport {
  readonly kind: "FixReport";
  /** The version that `latest` was evaluated as: `v1.37`. */
  readonly serverVersion: string;
  /** The files that change, or that should and could not be verified. */
  readonly files: readonly FixedFile[];
  /** The workloads that violate a level which they should meet, in the order of the inputs. */
  readonly workloads: readonly FixedWorkload[];
  /** The pods that are evidence (`--evidence`); absent without any. */
  readonly evidence?: EvidenceSource;
  readonly notes: readonly Note[];
  readonly unreadable: readonly Unreadable[];
  readonly summary: FixSummary;
}

/** The pods that tell what an edit does at run time. */
export interface EvidenceSource {
  /** The cluster; null without one. */
  readonly cluster: { readonly context: string | null; readonly server: string } | null;
  /** The namespaces of the cluster whose pods were listed, because those of all namespaces may not be listed; null for all, and without a cluster. */
  readonly namespaces: readonly string[] | null;
  /** The files of a dump; empty without one. */
  readonly files: readonly string[];
  /** The number of pods. */
  readonly pods: number;
  /** Whether all of them could be read. */
  readonly isWhole: boolean;
}

/** The counts of a fix. */
export interface FixSummary {
  /** All workloads among the inputs. */
  readonly workloads: number;
  /** Those that violate a level which they should meet. */
  readonly violating: number;
  /** Those that meet their levels after the edits. */
  readonly fixed: number;
  /** Those that violate fewer checks after the edits. */
  readonly improved: number;
  /** The number of violated checks, over all workloads, before and after the edits. */
  readonly violations: number;
  readonly remaining: number;
  readonly edits: number;
  /** The number of accepted violations, which are left as they are. */
  readonly accepted: number;
  readonly unreadable: number;
}

/** A file with edits. */
export interface FixedFile {
  readonly file: string;
  /** Its text as it was read, without a byte order mark. */
  readonly before: string;
  /** The edits, in the order of the text; none if they could not be verified. */
  readonly edits: readonly TextChange[];
  /** The reason why the edits could not be verified; null if they are. */
  readonly failure: string | null;
}

/** A replacement of a part of a file. Offsets and columns count UTF-16 units; lines and columns count from 1. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A workload that violates a level, and the changes that fix it. */
export interface FixedWorkload {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  /** Whether the manifest names the namespace. */
  readonly hasNamespace: boolean;
  readonly name: string;
  readonly source: Source;
  /** The levels that it should meet: `restricted:latest`. */
  readonly levels: readonly string[];
  /**
   * `fixed`: it meets them after the edits, apart from accepted violations. `improved`: it violates fewer checks. `left`: no edits. `failed`: the
   * edits could not be verified. `accepted`: all its violations are accepted.
   */
  readonly state: "fixed" | "improved" | "left" | "failed" | "accepted";
  /** The checks that it violates before the edits, each once, without accepted violations. */
  readonly violations: readonly string[];
  /** Those that it violates after the edits. */
  readonly remaining: readonly string[];
  readonly edits: readonly FixedField[];
  /** The checks that it violates after the edits at any level that its namespace uses, and not only at those that it should meet. */
  readonly kept: readonly string[];
  /** The edits of its file, in the order of the text; empty without edits, and if only patches are made. */
  readonly changes: readonly TextChange[];
  /** The violations that are left, and why. */
  readonly left: readonly LeftViolation[];
  /** The edits as a strategic merge patch; null without edits, and for an object that such a patch cannot change. */
  readonly patch: Readonly<Record<string, unknown>> | null;
  /** The edits as a JSON patch (RFC 6902); empty without edits. */
  readonly operations: readonly JsonOperation[];
}

/** An operation of a JSON patch. */
export type JsonOperation =
  | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: unknown }
  | { readonly op: "remove"; readonly path: string };

/** A field that changes. */
export interface FixedField {
  readonly check: string;
  readonly kind: Exclude<FixKind, "decide">;
  readonly risk: FixRisk;
  readonly evidence: FixEvidence;
  /** The facts that the evidence comes from, in words; empty if none were looked for. */
  readonly because: readonly string[];
  /** The path in the object: `spec.template.spec.securityContext.runAsNonRoot`. */
  readonly path: string;
  /** The new value; null for a field that goes. */
  readonly value: unknown;
}

/** A violation without edits. */
export interface LeftViolation {
  readonly check: string;
  /**
   * `decide`: a person must decide. `take away`: an edit exists, and is made with `--take-away`. `breaks`: the edit is known to break the workload.
   * `incomplete`: an edit exists, and does not suffice, because of another violation. `text`: the text cannot be edited. `not asked`: another check
   * was asked for. `accepted`: the violation, or that of some containers, is accepted; the message is the reason that the acceptance gives.
   */
  readonly reason: "decide" | "take away" | "breaks" | "incomplete" | "text" | "not asked" | "accepted";
  /** The reason in words. */
  readonly message: string;
  /** The paths of the violating fields in the object. */
  readonly fields: readonly string[];
  /** The line of the first field; 0 if it is not known. */
  readonly line: number;
  /** The options for a person; empty if there is an edit. */
  readonly options: readonly FixOption[];
}

/** The use of the edits: files are written, the stream is printed with them, or they are only shown. */
export type FixOutcome = "written" | "filtered" | "shown";
