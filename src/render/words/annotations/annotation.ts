/** The severities of annotations, the strongest first. */
export const SEVERITIES = ["error", "warning", "notice"] as const;

export type Severity = (typeof SEVERITIES)[number];

/** A message of a CI system beside a line of a file, or about the whole run. Its texts are escaped for a log. */
export interface Annotation {
  readonly severity: Severity;
  /** The check, the code of a note, or `unreadable` or `forbidden`. */
  readonly code: string;
  /** Empty for none. */
  readonly title: string;
  /** One or more lines. */
  readonly message: string;
  /** Line and column count from 1; a column of 0 means none. */
  readonly place: { readonly file: string; readonly line: number; readonly column: number } | null;
}
