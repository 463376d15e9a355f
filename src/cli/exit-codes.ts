import type { Report } from "../report/report.ts";

/** The exit codes that scripts rely on (docs/usage.md). */
export const EXIT = {
  /** Nothing violates. */
  ok: 0,
  /** Violations that count were found. */
  violations: 1,
  /** The command line, a configuration or an input file is wrong. */
  wrong: 2,
  /** Something could not be read; the report contains the rest. */
  incomplete: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code of a report. A wrong input comes before an unreadable one, and that before violations. */
export function exitCodeOf({ notes, summary }: Report): ExitCode {
  if (notes.some((note) => note.severity === "error")) return EXIT.wrong;
  if (summary.unreadable > 0) return EXIT.incomplete;
  return summary.failing > 0 ? EXIT.violations : EXIT.ok;
}
