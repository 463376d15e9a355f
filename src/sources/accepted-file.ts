import { existsSync } from "node:fs";
import { readReportFile, type ReportParts } from "./report-file.ts";

export type { ReportParts } from "./report-file.ts";

const HINTS = {
  other: "--accept reads a report of `kubectl pss lint` or `audit` (-o json). --update-accept FILE writes one.",
  missing: "Check the path, or write the file with --update-accept FILE.",
  empty:
    "The redirection `> FILE` empties a file before it is read. Delete the file, and write it with --update-accept FILE.",
};

/** Whether a file of accepted violations exists, readable or not. */
export function acceptedFileExists(file: string): boolean {
  return existsSync(file);
}

/**
 * Reads a file of accepted violations: a report in JSON or YAML.
 *
 * @param consume called with the parts, which are read while it iterates over them
 * @returns the result of `consume`
 * @throws UserError as readReportFile
 */
export function readAcceptedFile<T>(file: string, consume: (parts: ReportParts) => T): T {
  return readReportFile(file, HINTS, consume);
}
