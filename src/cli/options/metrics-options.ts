import type { Command } from "commander";
import { UserError } from "../../api/user-error.ts";
import { say, type OutputStream } from "../terminal/io.ts";
import type { MetricsFile } from "../output/metrics-file.ts";

/** The flag that asks for metrics besides the report. */
export interface MetricsFlags {
  readonly metricsFile?: string;
}

/** Adds the flag that asks for metrics besides the report. */
export function addMetricsOption(command: Command): Command {
  return command.option(
    "--metrics-file <FILE>",
    "write metrics to this file as well, for Prometheus' textfile collector (*.prom)",
  );
}

/**
 * Looks at the flag, and at where it points, before anything is read, so that nobody waits for a run whose metrics go nowhere.
 *
 * @param stderr is told of a name that the textfile collector passes over
 * @returns undefined where no metrics are asked for
 * @throws UserError where it names no file, or none that can be written
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
