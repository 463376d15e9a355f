import type { Progress } from "../sources/cluster/lists/read-cluster.ts";

/** The number of pages and pods of a cluster that have been read. */
export type ClusterProgress = Progress;

/** The functions by which a use case reaches its caller's terminal. */
export interface Terminal {
  /** The environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prints a line for the user immediately. */
  readonly say: (line: string) => void;
  /**
   * Reads standard input to its end.
   *
   * @param limit the number of bytes after which reading may stop
   * @param content the expected content, for a user who types it; `manifests` by default
   */
  readonly readStandardInput: (limit: number, content?: string) => Promise<Buffer>;
  /**
   * Standard input, for an input of any length.
   *
   * @param content the expected content, for a user who types it
   */
  readonly streamStandardInput: (content: string) => AsyncIterable<Uint8Array>;
  /** Does some work, and calls `cleanup` at its end, also if a signal ends the process. `cleanup` may be called several times. */
  readonly withCleanup: <T>(cleanup: () => void, work: () => Promise<T>) => Promise<T>;
  /**
   * Shows the number of files that have been read.
   *
   * @param total the number of files to read
   * @returns undefined if no progress is shown
   */
  readonly showFiles: (total: number) => Promise<ProgressLine<number> | undefined>;
  /** Shows how much of a cluster has been read; undefined if no progress is shown. */
  readonly showCluster: () => Promise<ProgressLine<ClusterProgress> | undefined>;
}

/** A line of progress on a terminal. */
export interface ProgressLine<State> {
  update(state: State): void;
  end(): void;
}
