import { BUILTIN_CONFIGURATION, type PodSecurityConfiguration } from "../admission/configuration/configuration.ts";
import { ConfigurationFault, findConfiguration } from "../admission/configuration/find-configuration.ts";
import { readConfigurationText } from "../text/configuration-text.ts";
import { invalid } from "./options.ts";
import type { Configuration } from "./types.ts";

const parsed = new WeakMap<Configuration, PodSecurityConfiguration>();

/**
 * Reads the configuration of Pod Security Admission: an AdmissionConfiguration, a PodSecurityConfiguration or a Talos machine configuration.
 *
 * @param configuration its text in YAML or JSON, or the value of it
 * @throws Error where kube-apiserver would not start with it, with the line, the API server's own words and advice, and no value of the
 *   configuration; also where an AdmissionConfiguration names another file
 */
export function parseConfiguration(configuration: string | object): Configuration {
  const text: unknown = typeof configuration === "string" ? configuration : JSON.stringify(configuration);
  if (typeof text !== "string") throw invalid("configuration", "a text or an object", configuration);
  const read = readConfigurationText(text);
  if ("fault" in read) throw new Error(`line ${read.line}: ${read.fault}. ${read.hint}`);
  const found = findIn(read);
  if (!("defaults" in found)) {
    throw new Error(`line ${found.line}: ${found.field} names another file. Give the configuration in that file.`);
  }
  const result: Configuration = { exemptions: found.exemptions };
  parsed.set(result, found);
  return result;
}

function findIn(source: Parameters<typeof findConfiguration>[0]): ReturnType<typeof findConfiguration> {
  try {
    return findConfiguration(source);
  } catch (error) {
    if (!(error instanceof ConfigurationFault)) throw error;
    throw new Error(`line ${error.line}: ${error.message}. ${error.hint}`, { cause: error });
  }
}

/**
 * The defaults and exemptions of a configuration.
 *
 * @param configuration undefined for an API server without one
 * @throws Error where it is no value of parseConfiguration
 */
export function configurationOf(configuration: Configuration | undefined): PodSecurityConfiguration {
  if (configuration === undefined) return BUILTIN_CONFIGURATION;
  const found = parsed.get(configuration);
  if (found === undefined) throw invalid("configuration", "a value of parseConfiguration", configuration);
  return found;
}
