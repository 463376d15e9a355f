import { isRecord } from "../../api/record.ts";
import { groupOf } from "../../workloads/identity.ts";
import type { TypeMetaRemark } from "./type-meta.ts";

type Fields = Readonly<Record<string, unknown>>;

const PLUGIN = "PodSecurity";
const ADMISSION_GROUPS: ReadonlySet<string> = new Set(["apiserver.config.k8s.io", "apiserver.k8s.io"]);

/**
 * The remark on a document that configures Pod Security Admission, in one of the forms that `--admission-config` reads; undefined for all other
 * documents. The configuration does not count among the inputs. The reader of the remark knows how to name it.
 */
export function remarkOnConfiguration(value: Fields): TypeMetaRemark | undefined {
  const form = formOf(value);
  if (form === undefined) return undefined;
  const message = `the defaults and exemptions of this ${form} do not count here`;
  return { severity: "info", code: "admission-configuration", message, path: [] };
}

/** The name of the form of a configuration. */
function formOf(value: Fields): string | undefined {
  const { apiVersion, kind } = value;
  if (kind === undefined && apiVersion === undefined) {
    return hasPlugin(fieldAt(value, "cluster", "apiServer", "admissionControl"))
      ? "Talos machine configuration"
      : undefined;
  }
  if (typeof kind !== "string" || typeof apiVersion !== "string") return undefined;
  return isConfiguration(kind, apiVersion, value) ? kind : undefined;
}

function isConfiguration(kind: string, apiVersion: string, value: Fields): boolean {
  const group = groupOf(apiVersion);
  switch (kind) {
    case "AdmissionConfiguration":
      return ADMISSION_GROUPS.has(group) && hasPlugin(value["plugins"]);
    case "PodSecurityConfiguration":
      return group === "pod-security.admission.config.k8s.io";
    case "PodSecurityAdmissionConfigurationTemplate":
      return group === "management.cattle.io";
    case "KubeAdmissionControlConfig":
      return apiVersion === "v1alpha1" && value["name"] === PLUGIN;
    default:
      return false;
  }
}

function hasPlugin(list: unknown): boolean {
  return Array.isArray(list) && list.some((item) => isRecord(item) && item["name"] === PLUGIN);
}

function fieldAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((parent, key) => (isRecord(parent) ? parent[key] : undefined), value);
}
