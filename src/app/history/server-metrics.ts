import { UserError } from "../../api/user-error.ts";
import { isCounted, serverMetrics } from "../../history/server-metrics.ts";
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
 * @throws UserError if a file cannot be read, or has no metrics of an API server
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
  const before = since === undefined ? undefined : readServerMetrics(since, undefined, isCounted);
  const isPiped = file === "-";
  const bytes = isPiped ? await terminal.readStandardInput(METRICS_LIMIT, "the metrics of an API server") : undefined;
  const name = isPiped ? METRICS_STDIN : file;
  return { file: name, since: since ?? null, ...serverMetrics(readServerMetrics(name, bytes, isCounted), before) };
}
