import { readReportFile, type ReportParts } from "./report-file.ts";

const WRITE = "kubectl pss history -o json audit-logs/ > FILE";

/**
 * Reads the file of a history, in JSON or YAML.
 *
 * @param consume called with the parts, which are read while it iterates over them
 * @returns the result of `consume`
 * @throws UserError as readReportFile
 */
export function readHistoryFile<T>(file: string, consume: (parts: ReportParts) => T): T {
  const hints = {
    other: `--history reads a report of \`kubectl pss history\`: ${WRITE} writes one.`,
    missing: `Check the path. \`${WRITE}\` writes a report.`,
    empty: `The command that should have written it printed nothing. Run it again: ${WRITE}`,
  };
  return readReportFile(file, hints, consume);
}
