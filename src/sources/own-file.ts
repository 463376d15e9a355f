import { existsSync } from "node:fs";
import type { FieldPath } from "../api/field-path.ts";
import { quote } from "../api/words/quoted.ts";
import { UserError } from "../api/user-error.ts";
import { YamlError, parseYamlDocument } from "../text/yaml.ts";
import { readTextFile } from "./files/read-text.ts";

/** A file of this program's own format: its value, and the places of its fields. */
export interface OwnFile {
  readonly value: unknown;
  /** Returns the line of a field, or of its nearest existing parent. */
  readonly lineOf: (path: FieldPath) => number;
  /** The advice about wrong contents, as a sentence. */
  readonly hint: string;
}

/** The advice for a file that cannot be read. */
interface OwnFileHints {
  readonly contents: string;
  readonly missing: string;
  readonly empty: string;
  /** Whether a file without contents is null, and no fault. */
  readonly isEmptyAllowed?: boolean;
}

/**
 * Reads a file of this program's own format: one document in YAML or JSON.
 *
 * @throws UserError if it does not exist, cannot be read, is empty, is no YAML, or has a key twice
 */
export function readOwnFile(file: string, { contents, missing, empty, isEmptyAllowed = false }: OwnFileHints): OwnFile {
  const content = readTextFile(file);
  if ("fault" in content) throw new UserError(`${file}: ${content.fault}`, existsSync(file) ? contents : missing);
  const { text } = content;
  if (text.trim() === "" && !isEmptyAllowed) throw new UserError(`${file} is empty`, empty);
  try {
    const { value, duplicates, rest, locate } = parseYamlDocument(text);
    const [duplicate] = duplicates;
    if (duplicate !== undefined) {
      throw new UserError(`${file}:${duplicate.line}: the key ${quote(duplicate.key)} is there twice`, contents);
    }
    if (rest !== undefined) throw new UserError(`${file}:${rest.line}: there is more than one document`, contents);
    return { value, lineOf: (path) => locate(path).line, hint: contents };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new UserError(`${file}${error.line === undefined ? "" : `:${error.line}`}: ${error.message}`, contents);
  }
}
