import { existsSync } from "node:fs";
import { isRecord } from "../../api/record.ts";
import { UserError } from "../../api/user-error.ts";
import { readTextFile } from "../files/read-text.ts";
import { JsonPart } from "../../text/json/parts.ts";
import { YamlError, parseYamlDocument } from "../../text/yaml.ts";

/** The parts of a report's file, so that a large report is never in memory as a whole. None of them is verified. */
export interface ReportParts {
  /** All fields except the list of namespaces. */
  readonly fields: unknown;
  /** Undefined if there is no such list. */
  readonly namespaces: Iterable<NamespaceParts> | undefined;
}

/** The parts of a namespace in a report. */
export interface NamespaceParts {
  /** All fields except the list of workloads. */
  readonly fields: unknown;
  /** Undefined if there is no such list. */
  readonly workloads: Iterable<unknown> | undefined;
}

/** The beginning of JSON. Anything else is read as YAML. */
const JSON_BEGINNING = /^\s*\{/;

/** The advice for a file that cannot be read. */
interface ReportHints {
  /** For a file with other contents. */
  readonly other: string;
  readonly missing: string;
  readonly empty: string;
}

/**
 * Reads the file of a report, in JSON or YAML.
 *
 * @param consume called with the parts, which are read while it iterates over them
 * @returns the result of `consume`
 * @throws UserError if the file does not exist, cannot be read, is longer than 256 MiB (YAML: 32 MiB), or is neither JSON nor YAML
 */
export function readReportFile<T>(file: string, hints: ReportHints, consume: (parts: ReportParts) => T): T {
  const content = readTextFile(file);
  if ("fault" in content) {
    throw new UserError(`${file}: ${content.fault}`, existsSync(file) ? hints.other : hints.missing);
  }
  const { text } = content;
  if (text.trim() === "") {
    throw new UserError(`${file} is empty`, hints.empty);
  }
  try {
    return consume(JSON_BEGINNING.test(text) ? partsOfJson(text) : partsOf(parseYamlDocument(text).value));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserError(`${file}: not valid JSON: ${error.message}`, hints.other);
    if (!(error instanceof YamlError)) throw error;
    throw new UserError(`${file}${error.line === undefined ? "" : `:${error.line}`}: ${error.message}`, hints.other);
  }
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

/** Splits an object into one list, which is not read yet, and all other fields. */
function splitObject(object: JsonPart, name: string): { fields: unknown; list: JsonPart | undefined } {
  const parts = object.fields();
  const list = parts.get(name)?.isList === true ? parts.get(name) : undefined;
  const others = [...parts].filter(([, part]) => part !== list);
  return { fields: Object.fromEntries(others.map(([key, part]) => [key, part.parse()])), list };
}
