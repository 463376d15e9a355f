import type { Progress } from "../sources/cluster/lists/read-cluster.ts";

/** The part of a cluster that has been read. */
export type ClusterProgress = Progress;

/** The functions by which a use case reaches its caller's terminal. */
export interface Terminal {
  /** The environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Says a line to the user, at once. */
  readonly say: (line: string) => void;
  /**
   * Reads standard input to its end.
   *
   * @param limit the number of bytes after which the reading may stop
   * @param content the expected content, for a user who types it; `manifests` by default
   */
  readonly readStandardInput: (limit: number, content?: string) => Promise<Buffer>;
  /**
   * Shows how many files have been read.
   *
   * @param total the number of files to read
   * @returns undefined where no progress is shown
   */
  readonly showFiles: (total: number) => Promise<ProgressLine<number> | undefined>;
  /** Shows how much of a cluster has been read; undefined where no progress is shown. */
  readonly showCluster: () => Promise<ProgressLine<ClusterProgress> | undefined>;
}

/** A line of progress on a terminal. */
export interface ProgressLine<State> {
  update(state: State): void;
  end(): void;
}
