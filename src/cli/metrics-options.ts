import type { Command } from "commander";
import { UserError } from "../api/user-error.ts";
import type { MetricsFile } from "./metrics-file.ts";

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
 * Looks at the flag before anything is read, so that nobody waits for a run whose metrics go nowhere.
 *
 * @returns undefined where no metrics are asked for
 * @throws UserError where it names no file
 */
export async function openMetricsFile({ metricsFile }: MetricsFlags): Promise<MetricsFile | undefined> {
  if (metricsFile === undefined) return undefined;
  if (metricsFile === "" || metricsFile === "-") {
    throw new UserError("--metrics-file needs the name of a file", "Standard output is the report's.");
  }
  const { createMetricsFile } = await import("./metrics-file.ts");
  return createMetricsFile(metricsFile);
}
