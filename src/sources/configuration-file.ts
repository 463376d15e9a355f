import { existsSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import {
  decodeAdmissionConfiguration,
  type PluginConfiguration,
} from "../admission/configuration/admission-configuration.ts";
import type { ConfigurationDocument, DuplicateKey } from "../admission/configuration/configuration-document.ts";
import { ConfigurationError } from "../admission/configuration/configuration-error.ts";
import {
  BUILTIN_CONFIGURATION,
  POD_SECURITY_CONFIGURATION,
  POD_SECURITY_GROUP,
  decodePodSecurityConfiguration,
  type PodSecurityConfiguration,
} from "../admission/configuration/configuration.ts";
import { readTypeMeta } from "../admission/configuration/type-meta.ts";
import { formatFieldPath, type FieldPath } from "../api/field-path.ts";
import { showPath } from "../api/quoted.ts";
import { UserError } from "../api/user-error.ts";
import type { TextOrFault } from "./files/decode-text.ts";
import { readTextFile } from "./files/read-text.ts";
import { marshalJson } from "../text/json/go-json.ts";
import { endOfValue, locateJson, parseJson } from "../text/json.ts";
import { skipWhiteSpace } from "../text/json/white-space.ts";
import { JsonSyntaxError } from "../text/json/fault.ts";
import { positionAt } from "../text/lines.ts";
import { findTalosPlugin, isTalosConfiguration, type TalosPlugin } from "../admission/configuration/talos.ts";
import { YamlError, parseYamlDocument } from "../text/yaml.ts";

/** Reads a text file. */
type ReadText = (file: string) => TextOrFault;

/** A configuration and where it was read. */
interface Source {
  readonly file: string;
  readonly document: ConfigurationDocument;
  /** The line of the field at `path`, or of its nearest parent that is there. */
  lineOf(path: FieldPath): number;
}

/** The API server takes for JSON what begins like this. */
const JSON_BEGINNING = /^\p{White_Space}*\{/u;

/** What may come before the first document of a YAML stream: comments, directives, and the marker that opens it. */
const YAML_OPENING = /^(?:(?:%.*|[ \t]*(?:#.*)?)\r?\n)*(?:---(?=\s|$))?/;
const YAML_MARKER = /^---(?=\s|$)/m;

/**
 * Reads the configuration of Pod Security Admission from the file that kube-apiserver is given with
 * `--admission-control-config-file`, an AdmissionConfiguration, from a bare PodSecurityConfiguration, or from a Talos machine
 * configuration. A `path` in the first is resolved against its directory, as the API server does.
 *
 * @throws UserError where a file cannot be read, or kube-apiserver would not start with it: the message holds the file,
 *   the line and the API server's own words, without any value of the file
 */
export function readAdmissionConfiguration(file: string, readText: ReadText = readTextFile): PodSecurityConfiguration {
  const source = parse(file, textOf(readText(file), `${file}: `, "Check the file given with --admission-config."));
  if (isTalosConfiguration(source.document.value)) return readTalos(source, findTalosPlugin(source.document.value));
  const { group, kind } = decode(source, (document) => readTypeMeta(document, "read"));
  if (group === POD_SECURITY_GROUP || kind === POD_SECURITY_CONFIGURATION) {
    return decode(source, decodePodSecurityConfiguration);
  }
  const plugin = decode(source, decodeAdmissionConfiguration);
  if (plugin?.configuration !== undefined) {
    const root = ["plugins", plugin.index, "configuration"];
    return decode(embedded(source, root, plugin.configuration), decodePodSecurityConfiguration);
  }
  if (plugin === undefined || plugin.path === "") return BUILTIN_CONFIGURATION;
  return readPluginConfiguration(source, plugin, readText);
}

function readTalos(source: Source, plugin: TalosPlugin): PodSecurityConfiguration {
  if (plugin === "absent") return BUILTIN_CONFIGURATION;
  if ("fault" in plugin) {
    const { path, fault } = plugin;
    const at = `${source.file}:${source.lineOf(path)}: ${formatFieldPath(path)}`;
    throw new UserError(`${at}: ${fault}`, "Correct the Talos machine configuration.");
  }
  if (plugin.configuration === undefined || plugin.configuration === null) return BUILTIN_CONFIGURATION;
  return decode(embedded(source, plugin.path, plugin.configuration), decodePodSecurityConfiguration);
}

function readPluginConfiguration(
  source: Source,
  { index, path }: PluginConfiguration,
  readText: ReadText,
): PodSecurityConfiguration {
  const file = isAbsolute(path) ? path : join(dirname(source.file), path);
  const at = `${source.file}:${source.lineOf(["plugins", index, "path"])}: plugins[${index}].path`;
  const where = `${at}: ${showPath(file, existsSync)}: `;
  const text = textOf(
    readText(file),
    where,
    "Put a copy of that file there, or give it alone with --admission-config.",
  );
  return text === "" ? BUILTIN_CONFIGURATION : decode(parse(file, text), decodePodSecurityConfiguration);
}

function textOf(read: TextOrFault, where: string, hint: string): string {
  if ("text" in read) return read.text;
  throw new UserError(`${where}${read.fault}`, hint);
}

function parse(file: string, text: string): Source {
  return JSON_BEGINNING.test(text) ? parseAsJson(file, text) : parseAsYaml(file, text);
}

function parseAsJson(file: string, text: string): Source {
  try {
    const value = parseJson(text);
    const duplicates = duplicatesInJson(text);
    const lineOf = (path: FieldPath): number => positionAt(text, locateJson(text, 0, path)).line;
    return { file, document: { text, format: "json", value, duplicates }, lineOf };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const hint = "Correct the file; what begins with { is JSON for kube-apiserver.";
    throw new UserError(`${file}:${positionAt(text, error.offset).line}: no valid JSON: ${error.message}`, hint);
  }
}

/** Almost all JSON is YAML, and that reader notices keys that are there twice. Where it is not, nothing is noticed. */
function duplicatesInJson(text: string): readonly DuplicateKey[] {
  try {
    return parseYamlDocument(text).duplicates;
  } catch (error) {
    if (error instanceof YamlError) return [];
    throw error;
  }
}

function parseAsYaml(file: string, text: string): Source {
  try {
    const { value, locate, ...document } = parseYamlDocument(firstDocument(text));
    const duplicates = document.duplicates.map(({ path, key, valueLine }) => ({ path, key, line: valueLine }));
    return { file, document: { text, format: "yaml", value, duplicates }, lineOf: (path) => locate(path).line };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const hint = "Correct the file; kube-apiserver cannot read it either.";
    throw new UserError(`${file}:${error.line ?? 1}: no valid YAML: ${error.message}`, hint);
  }
}

/** The API server does not look at what follows the first document, however broken. */
function firstDocument(text: string): string {
  const start = YAML_OPENING.exec(text)?.[0].length ?? 0;
  const end = text.slice(start).search(YAML_MARKER);
  return end === -1 ? text : text.slice(0, start + end);
}

/**
 * The configuration within an AdmissionConfiguration or a Talos machine configuration. It is JSON when the API server decodes it,
 * whatever the file is.
 */
function embedded(source: Source, root: FieldPath, configuration: unknown): Source {
  const { file, document, lineOf } = source;
  const isJson = document.format === "json";
  const text = isJson ? sliceOf(document.text, root) : marshalJson(configuration);
  const duplicates = isJson ? below(root, document.duplicates) : [];
  return {
    file,
    document: { text, format: "json", value: parseJson(text), duplicates },
    lineOf: (path) => lineOf([...root, ...path]),
  };
}

function below(root: FieldPath, duplicates: readonly DuplicateKey[]): DuplicateKey[] {
  return duplicates
    .filter(({ path }) => root.every((step, index) => path[index] === step))
    .map(({ path, key, line }) => ({ path: path.slice(root.length), key, line }));
}

/** The value of the field at `path`, as it stands in a JSON text. */
function sliceOf(text: string, path: FieldPath): string {
  const colon = skipWhiteSpace(text, endOfValue(text, locateJson(text, 0, path)) ?? text.length);
  const start = skipWhiteSpace(text, colon + 1);
  return text.slice(start, endOfValue(text, start));
}

function decode<T>(source: Source, decodeDocument: (document: ConfigurationDocument) => T): T {
  try {
    return decodeDocument(source.document);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new UserError(`${source.file}:${source.lineOf(error.path)}: ${error.message}`, error.hint);
  }
}
