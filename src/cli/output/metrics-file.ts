/**
 * Writes the metrics of a report (`--metrics-file`). It is a file of its own in the bundle, since most runs write no metrics.
 */
import manifest from "../../../package.json" with { type: "json" };
import type { Report } from "../../report/report.ts";
import { renderMetrics } from "../../render/formats/metrics/metrics.ts";
import { changeFile, refuseUnwritable } from "../files/change-file.ts";

/** Metrics are collected by another user than the one who audits, so a new file is readable by all. */
const MODE = 0o644;

/** A file for the metrics of a report. */
export interface MetricsFile {
  /**
   * @param finished when everything had been read and judged, in milliseconds since 1970
   * @throws UserError where it cannot be written; it is then as it was before
   */
  write(report: Report, finished: number): Promise<void>;
}

/**
 * A file that is replaced as a whole, as the textfile collector asks: it reads whenever it is asked, and never half of one.
 *
 * @throws UserError where nothing could be written there now
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
