import type { Report } from "../../report/report.ts";
import type { SourceItem } from "../../workloads/object.ts";

/** The changes that a lint is restricted to (`--changed-since`). */
export interface ChangesRequest {
  /** The name of a commit, as it is given. */
  readonly revision: string;
  /** The file of `--admission-config`: if it was changed, so are all verdicts. */
  readonly admissionConfig?: string;
  /** The files of `--values`: if one of them was changed, so may be all that charts render. */
  readonly values?: readonly string[];
}

/** The files that a branch touches. */
export interface Changes {
  /** Whether a file is touched. */
  has(file: string): boolean;
  /** Watches what a lint reads: the files, and the Namespaces that were changed. */
  watch(read: () => Iterable<SourceItem>): () => Iterable<SourceItem>;
  /** Leaves everything out of a report that the branch does not touch, and adds a note about it. Called after the lint has read everything. */
  restrict(report: Report): Report;
}
