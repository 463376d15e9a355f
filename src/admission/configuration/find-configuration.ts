import { formatFieldPath, type FieldPath } from "../../api/field-path.ts";
import { decodeAdmissionConfiguration } from "./admission-configuration.ts";
import type { ConfigurationDocument } from "./configuration-document.ts";
import { ConfigurationError } from "./configuration-error.ts";
import {
  BUILTIN_CONFIGURATION,
  POD_SECURITY_CONFIGURATION,
  POD_SECURITY_GROUP,
  decodePodSecurityConfiguration,
  type PodSecurityConfiguration,
} from "./configuration.ts";
import { decodeRancherConfiguration, findInRancherTemplate, isRancherTemplate } from "./rancher.ts";
import { findTalosPlugin, isTalosConfiguration, isTalosDocument } from "./talos.ts";
import { readTypeMeta } from "./type-meta.ts";

/** A configuration that was read, and the places of its fields. */
export interface ConfigurationSource {
  readonly document: ConfigurationDocument;
  /** Returns the line of the field at `path`, or of its nearest parent that is there. */
  lineOf(path: FieldPath): number;
  /** Returns the configuration within this one, at a path. */
  embedded(root: FieldPath, configuration: unknown): ConfigurationSource;
  /** Returns the next document of the file that is not empty, or its fault; undefined after the last one. */
  next(): ConfigurationSource | (Pick<ConfigurationFault, "line" | "hint"> & { readonly fault: string }) | undefined;
}

/** The path of a file that an AdmissionConfiguration names, and the line and path of the field that names it. */
export interface ConfigurationReference {
  readonly file: string;
  readonly line: number;
  readonly field: string;
}

/** A fault of a configuration, with its line. The message is the API server's own, without the values of the file. */
export class ConfigurationFault extends Error {
  override readonly name = "ConfigurationFault";
  readonly line: number;
  /** The advice, as a sentence. */
  readonly hint: string;

  constructor(line: number, message: string, hint: string) {
    super(message);
    this.line = line;
    this.hint = hint;
  }
}

/**
 * Finds the configuration of Pod Security Admission in an AdmissionConfiguration, a PodSecurityConfiguration, a Talos machine configuration or
 * Rancher's PodSecurityAdmissionConfigurationTemplate.
 *
 * @returns the configuration, or the file that contains it
 * @throws ConfigurationFault where kube-apiserver would not start with it
 */
export function findConfiguration(source: ConfigurationSource): PodSecurityConfiguration | ConfigurationReference {
  const inTalos = isTalosDocument(source.document.value) ? findInTalos(source) : undefined;
  if (inTalos !== undefined) return inTalos;
  const typeMeta = decode(source, (document) => readTypeMeta(document, "read"));
  const { group, kind } = typeMeta;
  if (isRancherTemplate(typeMeta)) {
    const found = decode(source, (document) => findInRancherTemplate(document, typeMeta));
    return decode(source.embedded(["configuration"], found), decodeRancherConfiguration);
  }
  if (group === POD_SECURITY_GROUP || kind === POD_SECURITY_CONFIGURATION) return decodeConfiguration(source);
  const plugin = decode(source, decodeAdmissionConfiguration);
  if (plugin === undefined) return BUILTIN_CONFIGURATION;
  const { index, path, configuration } = plugin;
  if (configuration !== undefined) {
    return decodeConfiguration(source.embedded(["plugins", index, "configuration"], configuration));
  }
  if (path === "") return BUILTIN_CONFIGURATION;
  const field = ["plugins", index, "path"];
  return { file: path, line: source.lineOf(field), field: formatFieldPath(field) };
}

/**
 * Decodes a PodSecurityConfiguration.
 *
 * @throws ConfigurationFault where kube-apiserver would not start with it
 */
export function decodeConfiguration(source: ConfigurationSource): PodSecurityConfiguration {
  return decode(source, decodePodSecurityConfiguration);
}

/**
 * Finds the configuration in the documents of a Talos machine configuration.
 *
 * @returns undefined if none of the documents configures an API server
 */
function findInTalos(source: ConfigurationSource): PodSecurityConfiguration | undefined {
  let found: PodSecurityConfiguration | undefined;
  let hasMachine = false;
  for (const document of documentsOf(source)) {
    const { value } = document.document;
    if (!isTalosDocument(value)) continue;
    hasMachine ||= isTalosConfiguration(value);
    const plugin = findTalosPlugin(value);
    if (plugin === "absent") continue;
    if ("fault" in plugin) throw talosFault(document, plugin.path, plugin.fault);
    // Talos refuses both (V1Alpha1ConflictValidate of Talos v1.14).
    if (found !== undefined)
      throw talosFault(document, plugin.path, "the plugin PodSecurity has a configuration before this one");
    const { path, configuration } = plugin;
    const isUnset = configuration === undefined || configuration === null;
    found = isUnset ? BUILTIN_CONFIGURATION : decodeConfiguration(document.embedded(path, configuration));
  }
  return found ?? (hasMachine ? BUILTIN_CONFIGURATION : undefined);
}

function* documentsOf(first: ConfigurationSource): Generator<ConfigurationSource, undefined> {
  let source: ReturnType<ConfigurationSource["next"]> = first;
  while (source !== undefined) {
    if ("fault" in source) throw new ConfigurationFault(source.line, source.fault, source.hint);
    yield source;
    source = source.next();
  }
}

function talosFault(source: ConfigurationSource, path: FieldPath, message: string): ConfigurationFault {
  return new ConfigurationFault(source.lineOf(path), message, "Correct the Talos machine configuration.");
}

function decode<T>(source: ConfigurationSource, decodeDocument: (document: ConfigurationDocument) => T): T {
  try {
    return decodeDocument(source.document);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationFault(source.lineOf(error.path), error.message, error.hint);
  }
}
