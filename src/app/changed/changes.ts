import type { EarlierReader } from "../../sources/git/earlier-objects.ts";
import type { RenderingTools } from "../../sources/git/touched-files.ts";
import type { Report, Source } from "../../report/report.ts";
import type { CustomKinds } from "../../workloads/custom/custom-kinds.ts";
import type { SourceItem } from "../../workloads/object.ts";

/** The functions that the bundle's main file has already. The late module gets them, and has no copies of them. */
export interface ChangesTools extends RenderingTools {
  readonly earlier: EarlierReader;
}

/** The changes that a lint is restricted to (`--changed-since`). */
export interface ChangesRequest {
  /** The name of a commit, as it is given. */
  readonly revision: string;
  /**
   * The files that decide about all inputs: the admission configuration, the list of `--accept`, and each place where the search finds the
   * configuration. If one was changed or deleted, all inputs count.
   */
  readonly decisive: readonly string[];
  /** The arguments of the run. */
  readonly paths: readonly string[];
  /** Whether charts and kustomizations are rendered, which load files that no argument names. */
  readonly isRendering: boolean;
  /** Tells whether the configuration excludes a file; absent if it excludes none. */
  readonly isExcluded?: (file: string) => boolean;
}

/** The files that a branch touches. */
export interface Changes {
  /** Watches what a lint reads: the files, and the Namespaces that were changed. */
  watch(read: () => Iterable<SourceItem>): () => Iterable<SourceItem>;
  /** Whether the branch touches the file of a place, so that a repeated object counts there. */
  readonly isTouched: (source: Source) => boolean;
  /**
   * Leaves everything out of a report that the branch does not touch, and adds notes about it. Called after the lint has read everything.
   *
   * @param kinds the kinds of custom resources that the lint knows
   */
  restrict(report: Report, kinds: CustomKinds): Report;
}
