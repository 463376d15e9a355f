import { formatFieldPath, type FieldPath } from "../../api/field-path.ts";
import { shorten, typeOf } from "../../api/words/quoted.ts";
import { isRecord } from "../../api/record.ts";

/** The result of the search for the plugin PodSecurity in a document of a Talos machine configuration. */
export type TalosPlugin =
  | { readonly path: FieldPath; readonly configuration: unknown }
  /** A field that Talos would refuse. */
  | { readonly path: FieldPath; readonly fault: string }
  /** The document does not configure the plugin. */
  | "absent";

type Fields = Readonly<Record<string, unknown>>;

const LIST: FieldPath = ["cluster", "apiServer", "admissionControl"];
const PLUGIN = "PodSecurity";
/** The fields of an item of `admissionControl` (AdmissionPluginConfig of Talos v1.14). */
const PLUGIN_FIELDS: readonly string[] = ["name", "configuration"];
/** The fields of the document of a plugin, since Talos v1.14. */
const DOCUMENT_FIELDS: readonly string[] = ["apiVersion", "kind", "name", "configuration"];

/**
 * Whether a document is a Talos machine configuration: it has a version and no kind. A patch of one needs no version, but then it must have
 * the list of plugins.
 */
export function isTalosConfiguration(value: unknown): value is Fields {
  if (!isRecord(value) || "kind" in value || "apiVersion" in value) return false;
  if (value["version"] === "v1alpha1" && isRecord(value["machine"])) return true;
  const { cluster } = value;
  return isRecord(cluster) && isRecord(cluster["apiServer"]) && "admissionControl" in cluster["apiServer"];
}

/** Whether a document may be one of several of a Talos machine configuration. */
export function isTalosDocument(value: unknown): value is Fields {
  return isTalosConfiguration(value) || isOfTalos(value);
}

function isOfTalos(value: unknown): value is Fields {
  return isRecord(value) && value["apiVersion"] === "v1alpha1" && typeof value["kind"] === "string";
}

/**
 * Finds the configuration of the plugin PodSecurity in a document of a Talos machine configuration. Talos writes the items of
 * `cluster.apiServer.admissionControl` into the AdmissionConfiguration of kube-apiserver as its plugins (Pod Security
 * guide of Talos v1.11). As in kube-apiserver, the first item with the name counts. Since Talos v1.14 each plugin may also be a document of kind
 * KubeAdmissionControlConfig.
 */
export function findTalosPlugin(value: Fields): TalosPlugin {
  return isOfTalos(value) ? findInDocument(value) : findInList(value);
}

function findInDocument(value: Fields): TalosPlugin {
  if (value["kind"] !== "KubeAdmissionControlConfig" || value["name"] !== PLUGIN) return "absent";
  return unknownField(value, [], DOCUMENT_FIELDS) ?? { path: ["configuration"], configuration: value["configuration"] };
}

function findInList(value: Fields): TalosPlugin {
  let list: unknown = value;
  for (const [depth, key] of LIST.entries()) {
    const parent = isRecord(list) ? list : {};
    list = parent[String(key)];
    if (list === undefined || list === null)
      return misspelt(parent, LIST.slice(0, depth), String(key)) ?? absent(value);
    const isLast = depth === LIST.length - 1;
    if (isLast ? !Array.isArray(list) : !isRecord(list)) {
      const expected = isLast ? "a list" : "an object";
      return fault(LIST.slice(0, depth + 1), `expected ${expected}, found ${typeOf(list)}`);
    }
  }
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  for (const [index, item] of items.entries()) {
    const path = [...LIST, index];
    if (!isRecord(item)) return fault(path, `expected an object, found ${typeOf(item)}`);
    const { name, configuration } = item;
    if (typeof name !== "string") return fault([...path, "name"], `expected a string, found ${foundIn(item, "name")}`);
    if (name === PLUGIN) {
      return unknownField(item, path, PLUGIN_FIELDS) ?? { path: [...path, "configuration"], configuration };
    }
  }
  return absent(value);
}

/** A machine without an API server says nothing about Pod Security Admission. It must not look like an API server without a configuration. */
function absent({ machine }: Fields): TalosPlugin {
  if (!isRecord(machine) || machine["type"] !== "worker") return "absent";
  return fault(
    ["machine", "type"],
    "worker: a machine without an API server; name the configuration of a control plane machine",
  );
}

/** Finds a key that differs from `key` only in upper and lower case. */
function misspelt(parent: Fields, path: FieldPath, key: string): TalosPlugin | undefined {
  const found = Object.keys(parent).find((other) => other !== key && other.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : fault([...path, found], `unknown field; did you mean ${key}?`);
}

function unknownField(value: Fields, path: FieldPath, fields: readonly string[]): TalosPlugin | undefined {
  const key = Object.keys(value).find((name) => !fields.includes(name));
  return key === undefined ? undefined : fault([...path, key], `unknown field; expected ${fields.join(", ")}`);
}

function foundIn(value: Fields, key: string): string {
  return key in value ? typeOf(value[key]) : "nothing";
}

function fault(path: FieldPath, message: string): TalosPlugin {
  return { path, fault: `${shorten(formatFieldPath(path))}: ${message}` };
}
