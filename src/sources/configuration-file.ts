import { existsSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { BUILTIN_CONFIGURATION, type PodSecurityConfiguration } from "../admission/configuration/configuration.ts";
import {
  ConfigurationFault,
  decodeConfiguration,
  findConfiguration,
  type ConfigurationReference,
} from "../admission/configuration/find-configuration.ts";
import { showPath } from "../api/words/quoted.ts";
import { UserError } from "../api/user-error.ts";
import { readConfigurationText, type ConfigurationText } from "../text/configuration-text.ts";
import type { TextOrFault } from "./files/decode-text.ts";
import { readTextFile } from "./files/read-text.ts";

/** Reads a text file. */
type ReadText = (file: string) => TextOrFault;

/** The flag that most commands give the file with. */
const FLAG = "--admission-config";

/**
 * Reads the configuration of Pod Security Admission from one of four files: the AdmissionConfiguration that kube-apiserver gets with
 * `--admission-control-config-file`, a PodSecurityConfiguration, a Talos machine configuration, or Rancher's PodSecurityAdmissionConfigurationTemplate. A `path` in an AdmissionConfiguration is
 * relative to its directory, as in the API server.
 *
 * @param flag the flag that names the file, for advice
 * @throws UserError if a file cannot be read, or kube-apiserver would not start with it. The message has the file, the line and the API server's
 *   own words, and no value of the file
 */
export function readAdmissionConfiguration(
  file: string,
  readText: ReadText = readTextFile,
  flag = FLAG,
): PodSecurityConfiguration {
  const text = textOf(readText(file), `${file}: `, `Check the file given with ${flag}.`);
  const found = inFile(file, text, findConfiguration);
  return "defaults" in found ? found : readReferenced(file, found, flag, readText);
}

function readReferenced(
  file: string,
  { file: path, line, field }: ConfigurationReference,
  flag: string,
  readText: ReadText,
): PodSecurityConfiguration {
  const referenced = isAbsolute(path) ? path : join(dirname(file), path);
  const where = `${file}:${line}: ${field}: ${showPath(referenced, existsSync)}: `;
  const hint = `Put a copy of that file there, or give it alone with ${flag}.`;
  const text = textOf(readText(referenced), where, hint);
  return text === "" ? BUILTIN_CONFIGURATION : inFile(referenced, text, decodeConfiguration);
}

function textOf(read: TextOrFault, where: string, hint: string): string {
  if ("text" in read) return read.text;
  throw new UserError(`${where}${read.fault}`, hint);
}

function inFile<T>(file: string, text: string, decode: (configuration: ConfigurationText) => T): T {
  const read = readConfigurationText(text);
  if ("fault" in read) throw new UserError(`${file}:${read.line}: ${read.fault}`, read.hint);
  try {
    return decode(read);
  } catch (error) {
    if (!(error instanceof ConfigurationFault)) throw error;
    throw new UserError(`${file}:${error.line}: ${error.message}`, error.hint);
  }
}
