import { readReportFile, type ReportParts } from "./report-file.ts";

/**
 * Reads the file of an earlier report, in JSON or YAML, to compare with.
 *
 * @param command the command that wrote it: `audit`, `plan`
 * @param consume called with the parts, which are read while it iterates over them
 * @returns the result of `consume`
 * @throws UserError as readReportFile
 */
export function readComparedFile<T>(file: string, command: string, consume: (parts: ReportParts) => T): T {
  const write = `kubectl pss ${command} -o json > FILE`;
  const hints = {
    other: `--compare reads an earlier report of \`kubectl pss ${command}\`: ${write} writes one.`,
    missing: `Check the path. \`${write}\` writes a report for the next comparison.`,
    empty: "The redirection `> FILE` empties a file before it is read. Write this run's report into another file.",
  };
  return readReportFile(file, hints, consume);
}
