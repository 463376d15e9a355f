import { existsSync } from "node:fs";
import { isRecord } from "../api/record.ts";
import { UserError } from "../api/user-error.ts";
import { readTextFile } from "./files/read-text.ts";
import { JsonPart } from "../text/json/parts.ts";
import { YamlError, parseYamlDocument } from "../text/yaml.ts";

/** A report as its file has it, in parts, so that a large one is never in memory as a whole. Nothing in it has been looked at. */
export interface ReportParts {
  /** All but the list of namespaces. */
  readonly fields: unknown;
  /** Undefined where it has no such list. */
  readonly namespaces: Iterable<NamespaceParts> | undefined;
}

/** A namespace of a report. */
export interface NamespaceParts {
  /** All but the list of workloads. */
  readonly fields: unknown;
  /** Undefined where it has no such list. */
  readonly workloads: Iterable<unknown> | undefined;
}

/** What JSON begins with; anything else is read as YAML. */
const JSON_BEGINNING = /^\s*\{/;
const HINT = "A baseline is what `kubectl pss lint` or `audit` prints with -o json; --update-baseline makes one.";

/** Whether there is something by the name of a baseline, be it readable or not. */
export function baselineExists(file: string): boolean {
  return existsSync(file);
}

/**
 * Reads the document of a baseline, JSON or YAML.
 *
 * @param consume is handed the parts, which are read as it goes through them
 * @returns what `consume` makes of it
 * @throws UserError where the file is not there, cannot be read, is longer than 256 MiB (YAML: 32 MiB), or is neither
 */
export function readBaselineFile<T>(file: string, consume: (parts: ReportParts) => T): T {
  const content = readTextFile(file);
  if ("fault" in content) throw new UserError(`${file}: ${content.fault}`, hintFor(file));
  const { text } = content;
  if (text.trim() === "") {
    throw new UserError(
      `${file} is empty`,
      "The shell empties a file before the command runs that is to write it: use --update-baseline.",
    );
  }
  try {
    return consume(JSON_BEGINNING.test(text) ? partsOfJson(text) : partsOf(parseYamlDocument(text).value));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserError(`${file}: no valid JSON: ${error.message}`, HINT);
    if (!(error instanceof YamlError)) throw error;
    throw new UserError(`${file}${error.line === undefined ? "" : `:${error.line}`}: ${error.message}`, HINT);
  }
}

function hintFor(file: string): string {
  return existsSync(file) ? HINT : "Check the path, or make it with --update-baseline.";
}

function partsOf(value: unknown): ReportParts {
  const namespaces = listIn(value, "namespaces");
  return {
    fields: value,
    namespaces: namespaces?.map((fields) => ({ fields, workloads: listIn(fields, "workloads") })),
  };
}

function listIn(value: unknown, name: string): readonly unknown[] | undefined {
  const list = isRecord(value) ? value[name] : undefined;
  return Array.isArray(list) ? list : undefined;
}

function partsOfJson(text: string): ReportParts {
  const root = new JsonPart(text);
  const { fields, list } = splitObject(root, "namespaces");
  root.expectEnd();
  return { fields, namespaces: list && namespacesOf(list) };
}

function* namespacesOf(list: JsonPart): Generator<NamespaceParts, undefined> {
  for (const part of list.items()) {
    if (!part.isObject) {
      yield { fields: part.parse(), workloads: undefined };
      continue;
    }
    const { fields, list: workloads } = splitObject(part, "workloads");
    yield { fields, workloads: workloads && workloadsOf(workloads) };
  }
}

function* workloadsOf(list: JsonPart): Generator<unknown, undefined> {
  for (const part of list.items()) yield part.parse();
}

/** An object's fields but for one list, which is not read yet. */
function splitObject(object: JsonPart, name: string): { fields: unknown; list: JsonPart | undefined } {
  const parts = object.fields();
  const list = parts.get(name)?.isList === true ? parts.get(name) : undefined;
  const others = [...parts].filter(([, part]) => part !== list);
  return { fields: Object.fromEntries(others.map(([key, part]) => [key, part.parse()])), list };
}
