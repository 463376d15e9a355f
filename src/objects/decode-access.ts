import type { AccessObject } from "../workloads/access/access-object.ts";
import type { DecodedAccess } from "../workloads/access/decoded-access.ts";
import type { Remark } from "../workloads/object.ts";
import { remarksOnFields } from "./remarks.ts";
import { decodeObject } from "./decode/decode.ts";
import { createSchema } from "./decode/schema-types.ts";
import { STRUCTS } from "./decode/schema.ts";
import { describeFaults } from "./decode/type-faults.ts";

/**
 * The fields of PodSecurityPolicy (k8s.io/api policy/v1beta1 v0.24.17, the last release that has it) and of the objects of RBAC (rbac/v1 v0.37.2), in the
 * form of schema.ts.
 */
const ACCESS_STRUCTS: Readonly<Record<string, string>> = {
  PodSecurityPolicy: "kind string, apiVersion string, metadata ObjectMeta, spec PodSecurityPolicySpec",
  PodSecurityPolicySpec:
    "privileged bool, defaultAddCapabilities []string, requiredDropCapabilities []string, allowedCapabilities []string, volumes []string, hostNetwork bool, hostPorts []HostPortRange, hostPID bool, hostIPC bool, seLinux SELinuxStrategyOptions, runAsUser IDStrategyOptions, runAsGroup IDStrategyOptions, supplementalGroups IDStrategyOptions, fsGroup IDStrategyOptions, readOnlyRootFilesystem bool, defaultAllowPrivilegeEscalation bool, allowPrivilegeEscalation bool, allowedHostPaths []AllowedHostPath, allowedFlexVolumes []AllowedFlexVolume, allowedCSIDrivers []AllowedCSIDriver, allowedUnsafeSysctls []string, forbiddenSysctls []string, allowedProcMountTypes []string, runtimeClass RuntimeClassStrategyOptions",
  HostPortRange: "min int32, max int32",
  IDRange: "min int64, max int64",
  IDStrategyOptions: "rule string, ranges []IDRange",
  SELinuxStrategyOptions: "rule string, seLinuxOptions SELinuxOptions",
  AllowedHostPath: "pathPrefix string, readOnly bool",
  AllowedFlexVolume: "driver string",
  AllowedCSIDriver: "name string",
  RuntimeClassStrategyOptions: "allowedRuntimeClassNames []string, defaultRuntimeClassName string",
  Role: "kind string, apiVersion string, metadata ObjectMeta, rules []PolicyRule",
  ClusterRole:
    "kind string, apiVersion string, metadata ObjectMeta, rules []PolicyRule, aggregationRule AggregationRule",
  PolicyRule:
    "verbs []string, apiGroups []string, resources []string, resourceNames []string, nonResourceURLs []string",
  AggregationRule: "clusterRoleSelectors []LabelSelector",
  RoleBinding: "kind string, apiVersion string, metadata ObjectMeta, subjects []Subject, roleRef RoleRef",
  ClusterRoleBinding: "kind string, apiVersion string, metadata ObjectMeta, subjects []Subject, roleRef RoleRef",
  Subject: "kind string, apiGroup string, name string, namespace string",
  RoleRef: "apiGroup string, kind string, name string",
};

const schema = createSchema({ ...STRUCTS, ...ACCESS_STRUCTS });

/** Decodes a PodSecurityPolicy, a role or a binding in place, and verifies the type of each field. It is loaded late. */
export function decodeAccess({ kind, value, path, source }: AccessObject): DecodedAccess {
  const { faults, unknownFields } = decodeObject(value, kind, schema);
  const [fault] = faults;
  if (fault !== undefined) {
    return { fault: { type: "unreadable", message: describeFaults(faults), source: source([...path, ...fault.path]) } };
  }
  const remarks = remarksOnFields(unknownFields, path).map(({ path: field, ...remark }): Remark => ({
    ...remark,
    type: "remark",
    source: source(field),
  }));
  return { value, remarks };
}
