import { isRecord } from "../../api/record.ts";
import type { ConfigurationDocument } from "./configuration-document.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { decodeStrictly, embedded, list, string, struct, type Decoder } from "./strict-decoding.ts";
import { TYPE_HINTS, apiVersion, readTypeMeta, unknownType, type TypeMeta } from "./type-meta.ts";

/** The configuration of an admission plugin, or the file that contains it. */
export interface PluginConfiguration {
  /** The position of the plugin in `plugins`. */
  readonly index: number;
  /** The file with the configuration; empty if there is none. */
  readonly path: string;
  /** The inline configuration, which takes precedence over the file; undefined if there is none. */
  readonly configuration: unknown;
}

interface Plugin {
  readonly name: string;
  readonly path: string;
  readonly configuration: unknown;
}

interface AdmissionConfigurationFile {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plugins: readonly Plugin[];
}

const KIND = "AdmissionConfiguration";

/**
 * The kinds that kube-apiserver can read from this file, by apiVersion (pkg/apis/apiserver of k8s.io/apiserver
 * v0.37.2).
 */
const KINDS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "apiserver.config.k8s.io/v1",
    [
      KIND,
      "AuthenticationConfiguration",
      "AuthorizationConfiguration",
      "EncryptionConfiguration",
      "TracingConfiguration",
    ],
  ],
  [
    "apiserver.config.k8s.io/v1alpha1",
    ["AuthenticationConfiguration", "AuthorizationConfiguration", "TracingConfiguration"],
  ],
  ["apiserver.k8s.io/v1alpha1", [KIND, "EgressSelectorConfiguration"]],
]);

/**
 * Decodes an AdmissionConfiguration as kube-apiserver does when it starts, and finds the plugin PodSecurity in it:
 * ReadAdmissionConfiguration and ConfigFor of pkg/admission/config.go, k8s.io/apiserver v0.37.2.
 *
 * @returns undefined if the file does not configure the plugin
 * @throws ConfigurationError if kube-apiserver would not start
 */
export function decodeAdmissionConfiguration(document: ConfigurationDocument): PluginConfiguration | undefined {
  const typeMeta = readTypeMeta(document, "read");
  if (!isRegistered(typeMeta)) {
    if (isLegacy(document.value)) return undefined;
    throw new ConfigurationError("read", unknownType(typeMeta), ["kind"], TYPE_HINTS.read);
  }
  if (typeMeta.kind !== KIND) {
    throw new ConfigurationError("read", `unexpected type: *apiserver.${typeMeta.kind}`, ["kind"], TYPE_HINTS.read);
  }
  const { plugins } = decodeStrictly(fileDecoder(typeMeta.version), document, "read");
  // The first plugin of this name counts. The contents of the others do not matter.
  const index = plugins.findIndex(({ name }) => name === "PodSecurity");
  const plugin = plugins[index];
  return plugin && { index, path: plugin.path, configuration: plugin.configuration };
}

function isRegistered(typeMeta: TypeMeta): boolean {
  return KINDS.get(apiVersion(typeMeta))?.includes(typeMeta.kind) ?? false;
}

/**
 * Two plugins once had their own files in this place, without version and kind. Such a file does not configure
 * PodSecurity.
 */
function isLegacy(value: unknown): boolean {
  return isRecord(value) && ("imagePolicy" in value || "podNodeSelectorPluginConfig" in value);
}

function fileDecoder(version: string): Decoder<AdmissionConfigurationFile> {
  const plugin = struct<Plugin>(
    version,
    "AdmissionPluginConfiguration",
    { name: string, path: string, configuration: embedded },
    { name: "", path: "", configuration: undefined },
  );
  return struct<AdmissionConfigurationFile>(
    version,
    KIND,
    { apiVersion: string, kind: string, plugins: list(plugin) },
    { apiVersion: "", kind: "", plugins: [] },
  );
}
