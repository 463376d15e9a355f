/** The kinds of policies that `export` writes. */
export type ExportFormat = "vap" | "kyverno";

/** The facts for the head of the output. */
export interface ExportHead {
  /** The name and version of this program. */
  readonly program: string;
  /** The command line that repeats the output. */
  readonly command: string;
  /** The Go library that the checks follow. */
  readonly library: string;
}
