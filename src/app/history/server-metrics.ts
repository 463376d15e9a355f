import { UserError } from "../../api/user-error.ts";
import { isCounted, repeatedMetric, serverMetrics, type CountedSample } from "../../history/server-metrics.ts";
import type { ServerMetrics } from "../../report/audit-history/server-metrics.ts";
import { METRICS_LIMIT, METRICS_STDIN, readServerMetrics } from "../../sources/server-metrics-file.ts";
import type { Terminal } from "../terminal.ts";

/** The metrics to read. */
export interface ServerMetricsRequest {
  /** A file, or `-` for standard input. */
  readonly file: string;
  /** The earlier metrics of the same server. */
  readonly since: string | undefined;
}

/**
 * Reads the metrics of an API server, and tells what rose.
 *
 * @throws UserError if a file cannot be read, has no metrics of an API server, or has those of several servers
 */
export async function runServerMetrics(
  { file, since }: ServerMetricsRequest,
  terminal: Terminal,
): Promise<ServerMetrics> {
  if (since === "-") {
    throw new UserError(
      "--since-metrics needs the name of a file",
      "Save the earlier metrics: kubectl get --raw /metrics > old.txt",
    );
  }
  const before = since === undefined ? undefined : readOneServer(since, undefined);
  const isPiped = file === "-";
  const bytes = isPiped ? await terminal.readStandardInput(METRICS_LIMIT, "the metrics of an API server") : undefined;
  const name = isPiped ? METRICS_STDIN : file;
  return { file: name, since: since ?? null, ...serverMetrics(readOneServer(name, bytes), before) };
}

function readOneServer(file: string, bytes: Buffer | undefined): readonly CountedSample[] {
  const samples = readServerMetrics(file, bytes, isCounted);
  const repeated = repeatedMetric(samples);
  if (repeated === undefined) return samples;
  throw new UserError(
    `${file} has the metrics of several servers: ${repeated} is in it more than once with the same labels`,
    "Give the metrics of one server at a time, and compare each server with itself.",
  );
}
