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
import { findTalosPlugin, isTalosConfiguration } from "./talos.ts";
import { readTypeMeta } from "./type-meta.ts";

/** A configuration that was read, and the places of its fields. */
export interface ConfigurationSource {
  readonly document: ConfigurationDocument;
  /** Returns the line of the field at `path`, or of its nearest parent that is there. */
  lineOf(path: FieldPath): number;
  /** Returns the configuration within this one, at a path. */
  embedded(root: FieldPath, configuration: unknown): ConfigurationSource;
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
 * Finds the configuration of Pod Security Admission in an AdmissionConfiguration, a PodSecurityConfiguration or a Talos machine configuration.
 *
 * @returns the configuration, or the file that contains it
 * @throws ConfigurationFault where kube-apiserver would not start with it
 */
export function findConfiguration(source: ConfigurationSource): PodSecurityConfiguration | ConfigurationReference {
  if (isTalosConfiguration(source.document.value)) return findInTalos(source, source.document.value);
  const { group, kind } = decode(source, (document) => readTypeMeta(document, "read"));
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

function findInTalos(
  source: ConfigurationSource,
  machine: Parameters<typeof findTalosPlugin>[0],
): PodSecurityConfiguration {
  const plugin = findTalosPlugin(machine);
  if (plugin === "absent") return BUILTIN_CONFIGURATION;
  if ("fault" in plugin) {
    const { path, fault } = plugin;
    const message = `${formatFieldPath(path)}: ${fault}`;
    throw new ConfigurationFault(source.lineOf(path), message, "Correct the Talos machine configuration.");
  }
  if (plugin.configuration === undefined || plugin.configuration === null) return BUILTIN_CONFIGURATION;
  return decodeConfiguration(source.embedded(plugin.path, plugin.configuration));
}

function decode<T>(source: ConfigurationSource, decodeDocument: (document: ConfigurationDocument) => T): T {
  try {
    return decodeDocument(source.document);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationFault(source.lineOf(error.path), error.message, error.hint);
  }
}
