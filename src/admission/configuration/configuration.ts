import type { ConfigurationDocument } from "./configuration-document.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { resolveDefaults, validateExemptions, type Defaults } from "./configuration-validation.ts";
import { NO_EXEMPTIONS, type Exemptions } from "../exemptions.ts";
import { BUILTIN_POLICY, type ResolvedPolicy } from "../labels.ts";
import { decodeStrictly, list, string, struct, type Decoder } from "./strict-decoding.ts";
import { TYPE_HINTS, readTypeMeta, unknownType } from "./type-meta.ts";

/** The administrator's configuration of Pod Security Admission: the defaults for missing labels, and the exemptions. */
export interface PodSecurityConfiguration {
  readonly defaults: ResolvedPolicy;
  readonly exemptions: Exemptions;
  /** Whether the administrator's file has no configuration of Pod Security Admission, so that this is the API server's own. */
  readonly isUnset?: true;
}

/** The API server's configuration if the administrator gives none: every pod is allowed. */
export const BUILTIN_CONFIGURATION: PodSecurityConfiguration = {
  defaults: BUILTIN_POLICY,
  exemptions: NO_EXEMPTIONS,
  isUnset: true,
};

/** The kind of a configuration of Pod Security Admission, and its group. */
export const POD_SECURITY_CONFIGURATION = "PodSecurityConfiguration";
export const POD_SECURITY_GROUP = "pod-security.admission.config.k8s.io";

/** The versions of the group. Their schemas do not differ. */
const VERSIONS: ReadonlySet<string> = new Set(["v1", "v1beta1", "v1alpha1"]);

/** The fields of a configuration, as written. */
interface ConfigurationFields {
  readonly defaults: Defaults;
  readonly exemptions: Exemptions;
}

interface PodSecurityConfigurationFile extends ConfigurationFields {
  readonly apiVersion: string;
  readonly kind: string;
}

const NO_DEFAULTS: Defaults = {
  enforce: "",
  "enforce-version": "",
  audit: "",
  "audit-version": "",
  warn: "",
  "warn-version": "",
};

const NO_FIELDS: ConfigurationFields = { defaults: NO_DEFAULTS, exemptions: NO_EXEMPTIONS };

/**
 * Decodes and validates a PodSecurityConfiguration as kube-apiserver does when it starts: admission/api of
 * k8s.io/pod-security-admission v0.37.2, and plugin/pkg/admission/security/podsecurity of k8s.io/kubernetes v1.37.2.
 *
 * @throws ConfigurationError if kube-apiserver would not start
 */
export function decodePodSecurityConfiguration(document: ConfigurationDocument): PodSecurityConfiguration {
  const typeMeta = readTypeMeta(document, "load");
  const { group, version, kind } = typeMeta;
  if (group !== POD_SECURITY_GROUP || !VERSIONS.has(version) || kind !== POD_SECURITY_CONFIGURATION) {
    throw new ConfigurationError("load", unknownType(typeMeta), ["kind"], TYPE_HINTS.load);
  }
  return configurationOfFields(decodeStrictly(fileDecoder(version), document, "load"));
}

/**
 * Validates the fields of a configuration.
 *
 * @throws ConfigurationError if kube-apiserver would not start with them
 */
export function configurationOfFields({ defaults, exemptions }: ConfigurationFields): PodSecurityConfiguration {
  const policy = resolveDefaults(defaults);
  validateExemptions(exemptions);
  return { defaults: policy, exemptions };
}

function fileDecoder(version: string): Decoder<PodSecurityConfigurationFile> {
  return struct<PodSecurityConfigurationFile>(
    version,
    POD_SECURITY_CONFIGURATION,
    { apiVersion: string, kind: string, ...fieldDecoders(version) },
    { apiVersion: "", kind: "", ...NO_FIELDS },
  );
}

/**
 * A decoder of the fields of a configuration without apiVersion and kind.
 *
 * @param name the Go type that has them, for messages
 */
export function fieldsDecoder(version: string, name: string): Decoder<ConfigurationFields> {
  return struct<ConfigurationFields>(version, name, fieldDecoders(version), NO_FIELDS);
}

function fieldDecoders(version: string): {
  readonly [K in keyof ConfigurationFields]: Decoder<ConfigurationFields[K]>;
} {
  const names = list(string);
  const defaults = struct<Defaults>(
    version,
    "PodSecurityDefaults",
    {
      enforce: string,
      "enforce-version": string,
      audit: string,
      "audit-version": string,
      warn: string,
      "warn-version": string,
    },
    NO_DEFAULTS,
  );
  const exemptions = struct<Exemptions>(
    version,
    "PodSecurityExemptions",
    { usernames: names, namespaces: names, runtimeClasses: names },
    NO_EXEMPTIONS,
  );
  return { defaults, exemptions };
}
