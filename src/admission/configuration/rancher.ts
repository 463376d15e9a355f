import { isRecord } from "../../api/record.ts";
import { typeOf } from "../../api/words/quoted.ts";
import type { ConfigurationDocument } from "./configuration-document.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { configurationOfFields, fieldsDecoder, type PodSecurityConfiguration } from "./configuration.ts";
import { decodeStrictly, embedded, string, struct } from "./strict-decoding.ts";
import type { TypeMeta } from "./type-meta.ts";

const GROUP = "management.cattle.io";
const VERSION = "v3";
const KIND = "PodSecurityAdmissionConfigurationTemplate";
const HINT = "Write the defaults and exemptions into configuration, as Rancher's template rancher-restricted has them.";

/** The fields of a template (pkg/apis/management.cattle.io/v3 of Rancher v2.12). */
const TEMPLATE = struct<
  Record<"apiVersion" | "kind" | "description", string> & Record<"metadata" | "configuration", unknown>
>(
  VERSION,
  KIND,
  { apiVersion: string, kind: string, metadata: embedded, description: string, configuration: embedded },
  { apiVersion: "", kind: "", metadata: undefined, description: "", configuration: undefined },
);

/** Whether a document is Rancher's template of the configuration of Pod Security Admission. */
export function isRancherTemplate({ group, kind }: TypeMeta): boolean {
  return group === GROUP && kind === KIND;
}

/**
 * Finds the configuration in Rancher's template. Rancher writes it as a PodSecurityConfiguration for the kube-apiserver of each cluster that
 * names the template.
 *
 * @throws ConfigurationError if the template has an unknown field, or no configuration
 */
export function findInRancherTemplate(document: ConfigurationDocument, { version }: TypeMeta): unknown {
  const fault = (reason: string, field: string) => new ConfigurationError("template", reason, [field], HINT);
  if (version !== VERSION) throw fault(`expected apiVersion ${GROUP}/${VERSION}`, "apiVersion");
  const { configuration } = decodeStrictly(TEMPLATE, document, "template");
  if (isRecord(configuration)) return configuration;
  const found = configuration === undefined ? "nothing" : typeOf(configuration);
  throw fault(`configuration: expected an object, found ${found}`, "configuration");
}

/**
 * Decodes the configuration of Rancher's template. It has neither apiVersion nor kind.
 *
 * @throws ConfigurationError if kube-apiserver would not start with it, or a field is unknown
 */
export function decodeRancherConfiguration(document: ConfigurationDocument): PodSecurityConfiguration {
  return configurationOfFields(decodeStrictly(CONFIGURATION, document, "template"));
}

const CONFIGURATION = fieldsDecoder(VERSION, KIND);
