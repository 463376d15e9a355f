import { isRecord } from "../../api/record.ts";
import type { ConfigurationDocument } from "./configuration-document.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { decodeStrictly, embedded, list, string, struct, type Decoder } from "./strict-decoding.ts";
import { TYPE_HINTS, apiVersion, readTypeMeta, unknownType, type TypeMeta } from "./type-meta.ts";

/** Where the configuration of an admission plugin is. */
export interface PluginConfiguration {
  /** The position of the plugin in `plugins`. */
  readonly index: number;
  /** The file that holds the configuration; empty when there is none. */
  readonly path: string;
  /** The configuration itself, which beats the file; undefined when there is none. */
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
 * @returns undefined when nothing is configured for the plugin
 * @throws ConfigurationError where kube-apiserver would not start
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
  // The first one counts, whatever stands in the others of the same name.
  const index = plugins.findIndex(({ name }) => name === "PodSecurity");
  const plugin = plugins[index];
  return plugin && { index, path: plugin.path, configuration: plugin.configuration };
}

function isRegistered(typeMeta: TypeMeta): boolean {
  return KINDS.get(apiVersion(typeMeta))?.includes(typeMeta.kind) ?? false;
}

/**
 * Two plugins once had files of their own in this place, without version and kind; PodSecurity has no configuration in
 * them.
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
