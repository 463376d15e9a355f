import type { Command } from "commander";
import { UserError } from "../../api/user-error.ts";
import { say, type OutputStream } from "../terminal/io.ts";
import type { MetricsFile } from "../output/metrics-file.ts";

/** The flag for metrics in addition to the report. */
export interface MetricsFlags {
  readonly metricsFile?: string;
}

/** Adds the flag for metrics in addition to the report. */
export function addMetricsOption(command: Command): Command {
  return command.option(
    "--metrics-file <FILE>",
    "write metrics to this file as well, for Prometheus' textfile collector (*.prom)",
  );
}

/**
 * Verifies the flag and its file before anything is read, so that a run with an unwritable file ends at once.
 *
 * @param stderr the stream for a warning about a name that the textfile collector does not read
 * @returns undefined without the flag
 * @throws UserError if the flag names no file, or one that cannot be written
 */
export async function openMetricsFile(
  { metricsFile }: MetricsFlags,
  stderr: OutputStream,
): Promise<MetricsFile | undefined> {
  if (metricsFile === undefined) return undefined;
  if (metricsFile === "" || metricsFile === "-") {
    throw new UserError("--metrics-file needs the name of a file", "Standard output is the report's.");
  }
  const { createMetricsFile } = await import("../output/metrics-file.ts");
  const opened = createMetricsFile(metricsFile);
  if (!metricsFile.endsWith(".prom")) {
    say(stderr, `warning: ${metricsFile}: the textfile collector reads only files whose names end in .prom`);
  }
  return opened;
}
