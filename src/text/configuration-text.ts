import type { FieldPath } from "../api/field-path.ts";
import { endOfValue, locateJson, parseJson } from "./json.ts";
import { JsonSyntaxError } from "./json/fault.ts";
import { marshalJson } from "./json/go-json.ts";
import { skipWhiteSpace } from "./json/white-space.ts";
import { LineIndex, positionAt } from "./lines.ts";
import { YamlError, parseYamlDocument } from "./yaml.ts";

/** A duplicate key of a configuration. */
interface DuplicateKey {
  /** The path of the mapping. */
  readonly path: FieldPath;
  readonly key: string;
  /** The line of the later key, from 1. */
  readonly line: number;
}

/** A configuration text, its value, and the places of its fields. */
export interface ConfigurationText {
  readonly document: {
    readonly text: string;
    readonly format: "yaml" | "json";
    readonly value: unknown;
    readonly duplicates: readonly DuplicateKey[];
  };
  /** Returns the line of the field at `path`, or of its nearest existing parent. */
  lineOf(path: FieldPath): number;
  /**
   * Returns the configuration within this one. The API server decodes it as JSON, also from YAML.
   *
   * @param root the path of the field
   * @param configuration the value of the field
   */
  embedded(root: FieldPath, configuration: unknown): ConfigurationText;
  /** Returns the next document of the file that is not empty, or its fault; undefined after the last one. JSON has only one. */
  next(): ConfigurationText | ConfigurationTextFault | undefined;
}

/** The fault of a configuration text that is not valid YAML or JSON. */
export interface ConfigurationTextFault {
  readonly line: number;
  readonly fault: string;
  /** The advice, as a sentence. */
  readonly hint: string;
}

/** The beginning of a text that the API server reads as JSON. */
const JSON_BEGINNING = /^\p{White_Space}*\{/u;

/** The part before the first document of a YAML stream: comments, directives, and the marker that opens the document. */
const YAML_OPENING = /^(?:(?:%.*|[ \t]*(?:#.*)?)\r?\n)*(?:---(?=\s|$))?/;
const YAML_MARKER = /^---(?=\s|$)/m;

const NO_NEXT = (): undefined => undefined;

/** Reads a configuration as kube-apiserver does: as JSON if it begins with `{`, otherwise the first document as YAML. */
export function readConfigurationText(text: string): ConfigurationText | ConfigurationTextFault {
  return JSON_BEGINNING.test(text) ? readJson(text) : readYaml(text, 0);
}

function readJson(text: string): ConfigurationText | ConfigurationTextFault {
  try {
    const value = parseJson(text);
    const document = { text, format: "json", value, duplicates: duplicatesInJson(text) } as const;
    return configurationText(document, (path) => positionAt(text, locateJson(text, 0, path)).line, NO_NEXT);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return {
      line: positionAt(text, error.offset).line,
      fault: `not valid JSON: ${error.message}`,
      hint: "Correct the file; text that begins with { is JSON for kube-apiserver.",
    };
  }
}

/** Finds duplicate keys with the YAML reader, since almost all JSON is YAML. For other JSON it finds none. */
function duplicatesInJson(text: string): readonly DuplicateKey[] {
  try {
    return parseYamlDocument(text).duplicates;
  } catch (error) {
    if (error instanceof YamlError) return [];
    throw error;
  }
}

/** @param start the offset of the document in the text */
function readYaml(text: string, start: number): ConfigurationText | ConfigurationTextFault {
  const end = endOfDocument(text, start);
  const lines = new LineIndex(text);
  try {
    const { value, locate, ...parsed } = parseYamlDocument(text.slice(start, end), { lines, offset: start });
    const duplicates = parsed.duplicates.map(({ path, key, valueLine }) => ({ path, key, line: valueLine }));
    const document = { text, format: "yaml", value, duplicates } as const;
    return configurationText(
      document,
      (path) => locate(path).line,
      () => nextDocument(text, end),
    );
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return {
      line: error.line ?? 1,
      fault: `not valid YAML: ${error.message}`,
      hint: "Correct the file; kube-apiserver cannot read it either.",
    };
  }
}

function nextDocument(text: string, start: number): ConfigurationText | ConfigurationTextFault | undefined {
  if (start >= text.length) return undefined;
  const document = readYaml(text, start);
  return "fault" in document || document.document.value !== null ? document : document.next();
}

/** The end of the document that begins at `start`. The API server reads only the first one, even if the text after it is invalid. */
function endOfDocument(text: string, start: number): number {
  const opened = start + (YAML_OPENING.exec(text.slice(start))?.[0].length ?? 0);
  const end = text.slice(opened).search(YAML_MARKER);
  return end === -1 ? text.length : opened + end;
}

function configurationText(
  document: ConfigurationText["document"],
  lineOf: ConfigurationText["lineOf"],
  next: ConfigurationText["next"],
): ConfigurationText {
  return {
    document,
    lineOf,
    next,
    embedded(root, configuration) {
      const isJson = document.format === "json";
      const text = isJson ? sliceOf(document.text, root) : marshalJson(configuration);
      const duplicates = isJson ? below(root, document.duplicates) : [];
      const embedded = { text, format: "json", value: parseJson(text), duplicates } as const;
      return configurationText(embedded, (path) => lineOf([...root, ...path]), NO_NEXT);
    },
  };
}

function below(root: FieldPath, duplicates: readonly DuplicateKey[]): DuplicateKey[] {
  return duplicates
    .filter(({ path }) => root.every((step, index) => path[index] === step))
    .map(({ path, key, line }) => ({ path: path.slice(root.length), key, line }));
}

/** The text of the value at `path`. */
function sliceOf(text: string, path: FieldPath): string {
  const colon = skipWhiteSpace(text, endOfValue(text, locateJson(text, 0, path)) ?? text.length);
  const start = skipWhiteSpace(text, colon + 1);
  return text.slice(start, endOfValue(text, start));
}
