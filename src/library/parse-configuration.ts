import { ConfigurationFault, findConfiguration } from "../admission/configuration/find-configuration.ts";
import { bigintAsText, isRecord } from "../api/record.ts";
import { readConfigurationText } from "../text/configuration-text.ts";
import { publicConfiguration } from "./configuration.ts";
import { invalid } from "./options.ts";
import { copyObject } from "./plain-value.ts";
import type { Configuration } from "./types.ts";

/**
 * Reads the configuration of Pod Security Admission: an AdmissionConfiguration, a PodSecurityConfiguration, a Talos machine
 * configuration or Rancher's PodSecurityAdmissionConfigurationTemplate.
 *
 * @param configuration its text in YAML or JSON, or its value
 * @throws Error if kube-apiserver would not start with it, or an AdmissionConfiguration names another file. The message has the line, the API
 *   server's words and advice, and no value of the configuration
 */
export function parseConfiguration(configuration: string | object): Configuration {
  const read = readConfigurationText(textOf(configuration));
  if ("fault" in read) throw new Error(`line ${read.line}: ${read.fault}. ${read.hint}`);
  const found = findIn(read);
  if ("defaults" in found) return publicConfiguration(found);
  throw new Error(`line ${found.line}: ${found.field} names another file. Give the configuration in that file.`);
}

function textOf(configuration: unknown): string {
  if (typeof configuration === "string") return configuration;
  if (!isRecord(configuration)) throw invalid("configuration", "a text or an object", configuration);
  const copied = copyObject(configuration);
  if ("fault" in copied)
    throw new Error(`configuration: expected a text or an object as JSON has it, found one that cannot be copied`);
  return JSON.stringify(copied.value, bigintAsText);
}

function findIn(source: Parameters<typeof findConfiguration>[0]): ReturnType<typeof findConfiguration> {
  try {
    return findConfiguration(source);
  } catch (error) {
    if (!(error instanceof ConfigurationFault)) throw error;
    throw new Error(`line ${error.line}: ${error.message}. ${error.hint}`, { cause: error });
  }
}
