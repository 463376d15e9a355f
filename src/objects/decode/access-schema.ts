/**
 * The fields of PodSecurityPolicy (k8s.io/api policy/v1beta1 v0.24.17, the last release that has it) and of the objects of RBAC (rbac/v1 v0.37.2), in the
 * form of schema.ts.
 */
export const ACCESS_STRUCTS: Readonly<Record<string, string>> = {
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
