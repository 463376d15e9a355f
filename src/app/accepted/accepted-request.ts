import type { AcceptedRule } from "../../accepted/rule.ts";
import type { ListUpdate } from "../../accepted/update.ts";
import type { Report } from "../../report/report.ts";

/** The violations that a run accepts. */
export interface AcceptedRequest {
  /** The list of `--accept` or `--update-accept`; absent without one. */
  readonly file?: string;
  /** Rewrites the list (`--update-accept`); absent if it is only read. */
  readonly update?: AcceptedUpdate;
  /** The rules of the configuration. */
  readonly rules: readonly AcceptedRule[];
  /** The day in UTC, which decides what is over: `2026-12-01`. */
  readonly today: string;
}

/** An update of a list. */
export interface AcceptedUpdate {
  /** The reason of new entries. */
  readonly reason: string;
  /** The last day of new entries (`--until`), not verified; absent for entries that do not end. */
  readonly until?: string;
  /** Throws UserError if the list cannot be written; called before the inputs are read. */
  readonly refuseUnwritable: () => void;
  /**
   * Locks the list, calls `merge`, and replaces the list with the entries that it returns.
   *
   * @param merge reads the list, so it must be called while the list is locked
   * @throws UserError if the list cannot be written
   */
  readonly write: (merge: () => ListUpdate) => Promise<void>;
}

/** The files that a run accepts violations from: they are not inputs, even if they are in a directory of inputs. */
export function filesOf(accepted: AcceptedRequest | undefined): readonly string[] {
  return accepted?.file === undefined ? [] : [accepted.file];
}

/**
 * The scope of a run: the namespaces of an audit; for a lint, whether it read a directory, a glob or a stream as a whole, and not single or changed
 * files. Other workloads may have the violations that a list contains.
 */
export type CheckedScope =
  | { readonly type: "files"; readonly isWhole: boolean }
  | { readonly type: "namespaces"; readonly includes: (namespace: string) => boolean };

/** The violations that a run accepts. */
export interface AcceptedViolations {
  /**
   * Marks the accepted violations of a report, and adds notes about entries that accept nothing. With `--update-accept` the violations of the report
   * are added to the list first. The list keeps what other runs have added meanwhile.
   *
   * @param report a report with the stable name of each workload
   * @param strict whether notes about mistakes are errors
   * @param otherKinds the kinds of the objects that the run has read and not judged, and the kinds of custom resources that it knows
   * @throws UserError if the list cannot be written
   */
  apply(report: Report, scope: CheckedScope, strict: boolean, otherKinds: ReadonlySet<string>): Promise<Report>;
}
