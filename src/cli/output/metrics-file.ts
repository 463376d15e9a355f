/**
 * Writes the metrics of a report (`--metrics-file`). The bundle has it in a separate file, since most runs write no metrics.
 */
import manifest from "../../../package.json" with { type: "json" };
import type { Report } from "../../report/report.ts";
import { renderMetrics } from "../../render/formats/metrics/metrics.ts";
import { changeFile, refuseUnwritable } from "../files/change-file.ts";

/** The mode of a new file. It is readable by all, because another user than the auditor collects metrics. */
const MODE = 0o644;

/** A file for the metrics of a report. */
export interface MetricsFile {
  /**
   * @param finished the time after everything was read and judged, in milliseconds since 1970
   * @throws UserError if the file cannot be written; then it is unchanged
   */
  write(report: Report, finished: number): Promise<void>;
}

/**
 * A file that is always replaced as a whole, because the textfile collector may read it at any time and must never read half of it.
 *
 * @throws UserError if the file could not be written now
 */
export function createMetricsFile(file: string): MetricsFile {
  refuseUnwritable(file);
  return {
    write(report, finished) {
      const run = { version: `v${manifest.version}`, finished: finished / 1000 };
      return changeFile(file, { type: "replace", pieces: renderMetrics(report, run), newMode: MODE });
    },
  };
}
