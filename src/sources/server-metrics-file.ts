import { existsSync } from "node:fs";
import { MAX_FILE_BYTES } from "../api/files.ts";
import { UserError } from "../api/user-error.ts";
import { readMetrics, type MetricSample } from "../text/metrics.ts";
import { decodeText, readTextFile } from "./files/read-text.ts";

const HINT = "Write them with: kubectl get --raw /metrics > metrics.txt";
/** The first words of metrics that only an API server has. */
const OF_SERVER = ["apiserver_", "pod_"];

/** The name of standard input in messages. */
export const METRICS_STDIN = "<stdin>";

/**
 * Reads the metrics of an API server.
 *
 * @param bytes the content of standard input; undefined to read the file
 * @throws UserError if the file cannot be read, or has no metrics of an API server
 */
export function readServerMetrics(
  file: string,
  bytes: Buffer | undefined,
  isWanted: (name: string) => boolean,
): readonly MetricSample[] {
  const content = bytes === undefined ? readTextFile(file) : decodeText(bytes);
  if ("fault" in content) {
    const isMissing = bytes === undefined && !existsSync(file);
    throw new UserError(`${file}: ${content.fault}`, isMissing ? `Check the path. ${HINT}` : HINT);
  }
  if (content.text.trim() === "") throw new UserError(`${file} is empty`, HINT);
  const read = readMetrics(content.text, isWanted);
  if ("faultAt" in read) {
    throw new UserError(
      `${file}:${read.faultAt}: expected a metric in Prometheus' text format: NAME{LABEL="VALUE"} NUMBER`,
      HINT,
    );
  }
  if (!OF_SERVER.some((family) => read.families.has(family))) {
    throw new UserError(
      `${file} has no metrics of an API server: no name begins with apiserver_ or pod_security_`,
      HINT,
    );
  }
  return read.samples;
}

/** The number of bytes of standard input after which reading may stop. */
export const METRICS_LIMIT = MAX_FILE_BYTES + 1;
