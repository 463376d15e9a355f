import { existsSync } from "node:fs";
import { readOwnFile, type OwnFile } from "./own-file.ts";

const HINTS = {
  contents:
    "The file is a list of entries with namespace, kind, name, check, container, reason and until. --update-accept FILE --reason TEXT writes one.",
  missing: "Check the path, or write the file with --update-accept FILE --reason TEXT.",
  empty: "Delete the file, and write it with --update-accept FILE --reason TEXT. A list without entries is [].",
};

/** Whether a list of accepted violations exists, readable or not. */
export function acceptedFileExists(file: string): boolean {
  return existsSync(file);
}

/**
 * Reads a list of accepted violations, in YAML or JSON.
 *
 * @throws UserError as readOwnFile
 */
export function readAcceptedFile(file: string): OwnFile {
  return readOwnFile(file, HINTS);
}
