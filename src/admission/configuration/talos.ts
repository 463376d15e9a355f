import type { FieldPath } from "../../api/field-path.ts";
import { typeOf } from "../../api/words/quoted.ts";
import { isRecord } from "../../api/record.ts";

/** The result of the search for the plugin PodSecurity in a Talos machine configuration. */
export type TalosPlugin =
  | { readonly path: FieldPath; readonly configuration: unknown }
  /** A field of the wrong type. */
  | { readonly path: FieldPath; readonly fault: string }
  /** The machine configuration does not configure the plugin. */
  | "absent";

const LIST: FieldPath = ["cluster", "apiServer", "admissionControl"];

/** Whether a document is a Talos machine configuration: it has a version and no kind. */
export function isTalosConfiguration(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && value["version"] === "v1alpha1" && isRecord(value["machine"]) && !("kind" in value);
}

/**
 * Finds the configuration of the plugin PodSecurity in a Talos machine configuration. Talos writes the items of
 * `cluster.apiServer.admissionControl` into the AdmissionConfiguration of kube-apiserver as its plugins (Pod Security
 * guide of Talos v1.11). As in kube-apiserver, the first item with the name counts.
 */
export function findTalosPlugin(value: Readonly<Record<string, unknown>>): TalosPlugin {
  let list: unknown = value;
  for (const [depth, key] of LIST.entries()) {
    list = isRecord(list) ? list[String(key)] : undefined;
    if (list === undefined || list === null) return "absent";
    const isLast = depth === LIST.length - 1;
    if (isLast ? !Array.isArray(list) : !isRecord(list)) {
      const expected = isLast ? "a list" : "an object";
      return { path: LIST.slice(0, depth + 1), fault: `expected ${expected}, found ${typeOf(list)}` };
    }
  }
  if (!Array.isArray(list)) return "absent";
  const index = list.findIndex((item) => isRecord(item) && item["name"] === "PodSecurity");
  if (index === -1) return "absent";
  return { path: [...LIST, index, "configuration"], configuration: list[index].configuration };
}
