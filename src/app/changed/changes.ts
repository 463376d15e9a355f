import type { Report, Source } from "../../report/report.ts";
import type { SourceItem } from "../../workloads/object.ts";

/** The changes that a lint is restricted to (`--changed-since`). */
export interface ChangesRequest {
  /** The name of a commit, as it is given. */
  readonly revision: string;
  /** The files that decide about all inputs: the admission configuration, the configuration and the list of `--accept`. If one was changed, all inputs count. */
  readonly decisive: readonly string[];
}

/** The files that a branch touches. */
export interface Changes {
  /** Watches what a lint reads: the files, and the Namespaces that were changed. */
  watch(read: () => Iterable<SourceItem>): () => Iterable<SourceItem>;
  /** Whether the branch touches the file of a place, so that a repeated object counts there. */
  readonly isTouched: (source: Source) => boolean;
  /** Leaves everything out of a report that the branch does not touch, and adds a note about it. Called after the lint has read everything. */
  restrict(report: Report): Report;
}
