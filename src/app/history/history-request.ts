import type { RefuseReplacing } from "../../api/files.ts";
import type { HistoryFailOn } from "../../report/audit-history/history-report.ts";
import type { ClusterFlags } from "../../sources/cluster/endpoint.ts";

/** The logs to read, the window and the namespaces. */
export interface HistoryRequest extends ClusterFlags {
  /** Files, directories, and `-` for standard input. */
  readonly paths: readonly string[];
  /** In milliseconds since 1970. */
  readonly since?: number;
  readonly until?: number;
  /** The names of `-n`. */
  readonly namespace?: readonly string[];
  readonly selector?: string;
  /** The file with the labels of namespaces, in place of the cluster. */
  readonly namespaces?: string;
  /** The file of `--admission-config`. */
  readonly admissionConfig?: string;
  readonly failOn: HistoryFailOn;
  /** Ends the run if a report would replace a file that it reads. */
  readonly refuseReplacing: RefuseReplacing;
  readonly verbosity: number;
}
