/**
 * Writes a report to the files of `-o FORMAT=FILE`. The bundle has it in a separate file, since most runs write no file.
 */
import { closeSync, existsSync, openSync, readSync, realpathSync } from "node:fs";
import { sep } from "node:path";
import type { RefuseReplacing, UsedFile } from "../../api/files.ts";
import { UserError } from "../../api/user-error.ts";
import { isCollected } from "../../render/collected.ts";
import { changeFile, pathOfTarget, refuseUnwritable } from "../files/change-file.ts";

/** A file that a run prints its report to as well: `-o sarif=pss.sarif`. */
export interface FileOutput<Format extends string> {
  readonly format: Format;
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

/** The files of the reports of a run. */
export interface OpenedFiles<Format extends string> {
  readonly files: readonly ReportFile<Format>[];
  /** For the files that the run only finds while it reads. */
  readonly refuseReplacing: RefuseReplacing;
}

/**
 * Verifies the files before anything is read, so that a run with an unwritable file ends at once.
 *
 * @param used the other files of the run, which no report may replace
 * @throws UserError if a file cannot be written, is used twice, or has other content than an earlier report, which would be lost
 */
export function openReportFiles<Format extends string>(
  files: readonly FileOutput<Format>[],
  used: readonly UsedFile[],
): OpenedFiles<Format> {
  const places = placesOf(used);
  const targets: Target[] = [];
  const opened = files.map(({ format, file }): ReportFile<Format> => {
    refuseUnwritable(file);
    const path = pathOfTarget(file);
    const target = { path, format, output: `-o ${format}=${file}` };
    refuseUsed(target, places);
    if (CONFIGURATION.test(path) && existsSync(path)) {
      throw new UserError(`${target.output}: the file is a configuration of lint`, "Name another file for the report.");
    }
    if (!isReplaceable(path)) {
      throw new UserError(
        `${target.output}: the file has other content than an earlier report`,
        "Name another file for the report.",
      );
    }
    places.push({ path, role: `the file of -o ${format}` });
    targets.push(target);
    const mode = isCollected(format) ? { newMode: COLLECTED_MODE } : {};
    return { format, write: (pieces) => changeFile(file, { type: "replace", pieces, ...mode }) };
  });
  return {
    files: opened,
    refuseReplacing(read) {
      const known = placesOf(read);
      for (const target of targets) refuseUsed(target, known);
    },
  };
}

/** The file of a report, as it was named, and its path without links. */
interface Target {
  readonly path: string;
  readonly format: string;
  readonly output: string;
}

/** A used file by its path without links. */
type UsedPlace = Omit<UsedFile, "file"> & { readonly path: string };

function placesOf(files: readonly UsedFile[]): UsedPlace[] {
  return files.flatMap(({ file, ...others }) => {
    const path = realPath(file);
    return path === undefined ? [] : [{ path, ...others }];
  });
}

/** @throws UserError if a file has both a report and another role */
function refuseUsed(target: Target, places: readonly UsedPlace[]): void {
  const { output } = target;
  const place = places.findLast((one) => isAt(target, one));
  if (place === undefined) return;
  if (place.exceptReports === true) {
    const problem = `${output}: this may be ${place.role}: it does not begin like an earlier report`;
    const other = place.isDirectory === true ? `outside of the directory ${place.path}` : "in another directory";
    throw new UserError(problem, `Name a file ${other} for the report.`);
  }
  throw new UserError(`${output}: this is ${place.role} as well`, "Give each report a file of its own.");
}

/** Whether a report would replace a used file. */
function isAt({ path, format }: Target, { path: used, isDirectory, exceptReports, isUnread }: UsedPlace): boolean {
  const isBelow = isDirectory === true && path.startsWith(used + sep);
  const isThere = path === used || (isBelow && isUnread?.(path) !== true);
  if (!isThere || exceptReports !== true) return isThere;
  if (!existsSync(path)) return false;
  const head = headOf(path);
  // A log may be empty, and so may a file that a template reads.
  return (NOTHING.test(head ?? "") && format !== FORMAT_OF_NOTHING[head?.trim() ?? ""]) || !isReport(head);
}

/** The name of the configuration, with the ending that is refused elsewhere, too. */
const CONFIGURATION = /(?:^|[\\/])\.kubectl-pss\.ya?ml$/i;
/** The names of files that lint, kustomize and Helm read. */
const INPUT_NAME = /\.(?:ya?ml|json)$|(?:^|[\\/])Kustomization$/i;
/** The first field of an object in YAML or JSON. No format of a report in another file begins a line with it. */
const OBJECT = /^(?:\{\s*)?["']?(?:apiVersion|kind)["']?\s*:/m;
/** The beginnings of reports. A report of names is not here: it begins like any list of paths. */
const REPORTS: readonly RegExp[] = [
  /^(?:\{\s*)?"?apiVersion"?:\s*"?kubectl-pss\//,
  /^\{\s*"\$schema":\s*"[^"]*\bsarif\b/,
  /^\{\s*"source":\s*\{\s*"name":\s*"kubectl-pss"/,
  /^\[\s*(?:\]|\{\s*"description":\s*"(?:[^"\\]|\\.)*",\s*"check_name":)/,
  /^<!doctype html>\n<html[^>]*>\n<head>\n(?:<meta [^>]*>\n)*?<meta name="generator" content="kubectl pss">/,
  /^<\?xml [^>]*\?>\n<testsuites name="kubectl-pss"/,
  /^# HELP kubectl_pss_/,
  /^::(?:error|warning|notice) (?:file=|title=)/,
  /^##vso\[task\.logissue type=(?:error|warning);/,
  /^(?:note: [^\n]*\n)*(?:No (?:new )?violations in \d|Nothing to judge: no )/,
  /^(?:NAMESPACE {2,}|\S+ {2}(?:(?:assumed )?(?:enforce|audit|warn)=|ready for (?:privileged|baseline|restricted)\b))/,
  /^\d+ namespaces?, (?:no events: |\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d: )/,
  /^## (?:History of Pod Security Admission|Pod Security[^\n]*\n\n[^\n]*Made by kubectl pss )/,
];
/** A report without violations in a format that has nothing else, or any file without contents. */
const NOTHING = /^\s*(?:\[\s*\]\s*)?$/;
const FORMAT_OF_NOTHING: Readonly<Record<string, string>> = { "": "name", "[]": "gitlab" };
/** How much of a file is examined. */
const HEAD_BYTES = 64 * 1024;

/**
 * Whether a report may replace a file: if there is none, if it is empty, or if it is a report of an earlier run. A file with the name of an input is
 * no report unless it begins like one, because a manifest may have any encoding, indentation and order of fields.
 */
function isReplaceable(path: string): boolean {
  if (!existsSync(path)) return true;
  const head = headOf(path);
  return isReport(head) || (!INPUT_NAME.test(path) && !OBJECT.test(head ?? ""));
}

/** Whether a file is empty, or begins like a report. */
function isReport(head: string | undefined): boolean {
  return head === "" || (head !== undefined && REPORTS.some((report) => report.test(head)));
}

/** The beginning of a file; undefined if it cannot be read. */
function headOf(path: string): string | undefined {
  try {
    const descriptor = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(HEAD_BYTES);
      return bytes.toString("utf8", 0, readSync(descriptor, bytes));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
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
