import type { Report } from "../../report/report.ts";

/** The violations that a run accepts: those of an earlier report (`--accept`). */
export interface AcceptedRequest {
  readonly file: string;
  /** Rewrites the file (`--update-accept`); undefined if the file is only read. */
  readonly update: UpdateAcceptedFile | undefined;
  /** Throws UserError if the file that `update` rewrites cannot be written; called before the inputs are read. */
  readonly refuseUnwritable?: () => void;
}

/** The files that a run accepts violations from: they are not inputs, even if they are in a directory of inputs. */
export function filesOf(accepted: AcceptedRequest | undefined): readonly string[] {
  return accepted === undefined ? [] : [accepted.file];
}

/**
 * Locks the file of accepted violations, calls `merge`, and replaces the file with the report that it returns.
 *
 * @param merge reads the file, so it must be called while the file is locked
 * @throws UserError if the file cannot be written
 */
export type UpdateAcceptedFile = (merge: () => AcceptedUpdate) => Promise<void>;

/** The new contents of a file of accepted violations. */
export interface AcceptedUpdate {
  readonly report: Report;
  /** The number of violations with a field that the file did not contain before. */
  readonly added: number;
  /** The number of violations with a field that the file contained before and does not contain now. */
  readonly removed: number;
}

/** The scope of a run: the paths of a lint, or the namespaces of an audit. A violation outside the scope does not count as gone. */
export type CheckedScope =
  /** `has`: whether the run reports on a file; absent if it reports on all files that the paths name. */
  | { readonly type: "files"; readonly paths: readonly string[]; readonly has?: (file: string) => boolean }
  | { readonly type: "namespaces"; readonly includes: (namespace: string) => boolean };

/** The violations that a run accepts. */
export interface AcceptedViolations {
  /**
   * Marks the accepted violations of a report. With `--update-accept` the file is first merged with the report, so that all its violations are
   * accepted. The file keeps the violations outside the scope of the run, including those that another run has added meanwhile.
   *
   * @param report a report with the stable path of each field
   * @throws UserError if the file cannot be written
   */
  apply(report: Report, scope: CheckedScope): Promise<Report>;
}
