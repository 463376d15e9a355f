/**
 * Writes a report to the files of `-o FORMAT=FILE`. The bundle has it in a separate file, since most runs write no file.
 */
import { closeSync, existsSync, openSync, readSync, realpathSync } from "node:fs";
import { UserError } from "../../api/user-error.ts";
import { isCollected } from "../../render/format.ts";
import { changeFile, pathOfTarget, refuseUnwritable } from "../files/change-file.ts";

/** A file that a run prints its report to as well: `-o sarif=pss.sarif`. */
export interface FileOutput<Format extends string> {
  readonly format: Format;
  readonly file: string;
}

/** A file that a run reads or writes besides, and what names it: `--accept`, or nothing for an input. */
export interface UsedFile {
  readonly flag: string;
  readonly file: string;
}

/** The mode of a new file that another user collects: readable by all, whatever the umask is. */
const COLLECTED_MODE = 0o644;

/** A file for the report in one format. */
export interface ReportFile<Format extends string> {
  readonly format: Format;
  /** Replaces the file as a whole, or not at all. @throws UserError if it cannot be written; then it is unchanged */
  write(pieces: Iterable<string>): Promise<void>;
}

/**
 * Verifies the files before anything is read, so that a run with an unwritable file ends at once.
 *
 * @param used the other files of the run, which no report may replace
 * @throws UserError if a file cannot be written, is used twice, or is a manifest or the configuration, which would be lost
 */
export function openReportFiles<Format extends string>(
  files: readonly FileOutput<Format>[],
  used: readonly UsedFile[],
): ReportFile<Format>[] {
  const taken = new Map<string, string>();
  for (const { flag, file } of used) {
    const path = realPath(file);
    if (path !== undefined) taken.set(path, flag === "" ? "an input of the run" : `the file of ${flag}`);
  }
  return files.map(({ format, file }) => {
    refuseUnwritable(file);
    const path = pathOfTarget(file);
    const other = taken.get(path);
    if (other !== undefined) {
      throw new UserError(`-o ${format}=${file}: this is ${other} as well`, "Give each report a file of its own.");
    }
    if (CONFIGURATION.test(path) && existsSync(path)) {
      throw new UserError(
        `-o ${format}=${file}: the file is a configuration of lint`,
        "Name another file for the report.",
      );
    }
    if (isManifest(path)) {
      throw new UserError(
        `-o ${format}=${file}: the file has a Kubernetes object, and no earlier report`,
        "Name another file for the report.",
      );
    }
    taken.set(path, `the file of -o ${format}`);
    const mode = isCollected(format) ? { newMode: COLLECTED_MODE } : {};
    return { format, write: (pieces) => changeFile(file, { type: "replace", pieces, ...mode }) };
  });
}

/** The name of the configuration, with the ending that is refused elsewhere, too. */
const CONFIGURATION = /(?:^|[\\/])\.kubectl-pss\.ya?ml$/i;
/** The names of files that a directory of inputs is read for. */
const MANIFEST_NAME = /\.(?:ya?ml|json)$/i;
/** The first field of an object in YAML or JSON. No other format of a report begins a line with it. */
const OBJECT = /^(?:\{\s*)?["']?(?:apiVersion|kind)["']?\s*:/m;
/** An earlier report in YAML or JSON. */
const REPORT = /^(?:\{\s*)?"?apiVersion"?:\s*"?kubectl-pss\//;
/** How much of a file is examined. */
const HEAD_BYTES = 64 * 1024;

/** Whether an existing file has a Kubernetes object, and is no report of an earlier run. */
function isManifest(path: string): boolean {
  if (!MANIFEST_NAME.test(path) || !existsSync(path)) return false;
  const text = headOf(path);
  return OBJECT.test(text) && !REPORT.test(text);
}

/** The beginning of a file; empty if it cannot be read. */
function headOf(path: string): string {
  try {
    const descriptor = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(HEAD_BYTES);
      return bytes.toString("utf8", 0, readSync(descriptor, bytes));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return "";
  }
}

/** The path without links, also of a file that does not exist yet; undefined for what is no file: standard input, a directory, a glob. */
function realPath(file: string): string | undefined {
  for (const pathOf of [pathOfTarget, realpathSync.native]) {
    try {
      return pathOf(file);
    } catch {
      continue;
    }
  }
  return undefined;
}
