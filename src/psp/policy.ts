import type { ObjectMeta } from "../api/pod.ts";

/** `policyv1beta1.IDRange`: both ends are included. */
export interface IdRange {
  readonly min?: number;
  readonly max?: number;
}

/** A rule and its ranges: `runAsUser`, `runAsGroup`, `supplementalGroups` and `fsGroup` have the same fields. */
export interface RangeStrategy {
  readonly rule?: string;
  readonly ranges?: readonly IdRange[];
}

/** `v1.SELinuxOptions`. */
export interface SELinuxOptions {
  readonly level?: string;
  readonly role?: string;
  readonly type?: string;
  readonly user?: string;
}

/** The spec of a PodSecurityPolicy, decoded (k8s.io/api policy/v1beta1 v0.24.17). */
export interface PolicySpec {
  readonly privileged?: boolean;
  readonly defaultAddCapabilities?: readonly string[];
  readonly requiredDropCapabilities?: readonly string[];
  readonly allowedCapabilities?: readonly string[];
  readonly volumes?: readonly string[];
  readonly hostNetwork?: boolean;
  readonly hostPorts?: readonly IdRange[];
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly seLinux?: { readonly rule?: string; readonly seLinuxOptions?: SELinuxOptions };
  readonly runAsUser?: RangeStrategy;
  readonly runAsGroup?: RangeStrategy;
  readonly supplementalGroups?: RangeStrategy;
  readonly fsGroup?: RangeStrategy;
  readonly readOnlyRootFilesystem?: boolean;
  readonly defaultAllowPrivilegeEscalation?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly allowedHostPaths?: readonly unknown[];
  readonly allowedFlexVolumes?: readonly unknown[];
  readonly allowedCSIDrivers?: readonly unknown[];
  readonly allowedUnsafeSysctls?: readonly string[];
  readonly forbiddenSysctls?: readonly string[];
  readonly allowedProcMountTypes?: readonly string[];
  readonly runtimeClass?: {
    readonly allowedRuntimeClassNames?: readonly string[];
    readonly defaultRuntimeClassName?: string;
  };
}

/** A PodSecurityPolicy, decoded. */
export interface PodSecurityPolicy {
  readonly metadata: ObjectMeta;
  readonly spec: PolicySpec;
}

/** The annotations of a PodSecurityPolicy that have a meaning (k8s.io/api v0.24.17). */
export const SECCOMP_ALLOWED = "seccomp.security.alpha.kubernetes.io/allowedProfileNames";
export const SECCOMP_DEFAULT = "seccomp.security.alpha.kubernetes.io/defaultProfileName";
export const APPARMOR_ALLOWED = "apparmor.security.beta.kubernetes.io/allowedProfileNames";
export const APPARMOR_DEFAULT = "apparmor.security.beta.kubernetes.io/defaultProfileName";

/** The annotation of a pod that names the policy that admitted it. */
export const ADMITTED_BY = "kubernetes.io/psp";

/** The value of `allowedCapabilities` and `volumes` that allows everything. */
export const ALL = "*";

/** Returns an annotation of a policy; undefined if it is absent. An empty one is present. */
export function annotationOf({ metadata }: PodSecurityPolicy, key: string): string | undefined {
  const { annotations = {} } = metadata;
  return Object.hasOwn(annotations, key) ? annotations[key] : undefined;
}

/** Whether privilege escalation is allowed. The API server's default is true. */
export function allowsEscalation({ spec }: PodSecurityPolicy): boolean {
  return spec.allowPrivilegeEscalation ?? true;
}

/**
 * Returns why the admission plugin cannot use a policy, so that the policy admits no pod; undefined if it can
 * (CreateStrategies in pkg/security/podsecuritypolicy/factory.go of k8s.io/kubernetes v1.24.17).
 */
export function faultOf({ spec }: PodSecurityPolicy): string | undefined {
  const { seLinux, runAsUser, runAsGroup, supplementalGroups, fsGroup } = spec;
  const user = ["MustRunAs", "MustRunAsNonRoot", "RunAsAny"];
  const group = ["MustRunAs", "MayRunAs", "RunAsAny"];
  const faults = [
    ruleFault("seLinux", seLinux?.rule, ["MustRunAs", "RunAsAny"]),
    seLinux?.rule === "MustRunAs" && seLinux.seLinuxOptions === undefined
      ? "seLinux: MustRunAs needs seLinuxOptions"
      : undefined,
    ruleFault("runAsUser", runAsUser?.rule, user) ?? rangeFault("runAsUser", runAsUser),
    runAsGroup === undefined
      ? undefined
      : (ruleFault("runAsGroup", runAsGroup.rule, group) ?? rangeFault("runAsGroup", runAsGroup)),
    ruleFault("supplementalGroups", supplementalGroups?.rule, group) ??
      rangeFault("supplementalGroups", supplementalGroups),
    ruleFault("fsGroup", fsGroup?.rule, group) ?? rangeFault("fsGroup", fsGroup),
  ];
  return faults.find((fault) => fault !== undefined);
}

function ruleFault(field: string, rule: string | undefined, rules: readonly string[]): string | undefined {
  return rules.includes(rule ?? "") ? undefined : `${field}.rule: expected ${rules.join(" or ")}`;
}

function rangeFault(field: string, { rule, ranges = [] }: RangeStrategy = {}): string | undefined {
  const needsRange = rule === "MustRunAs" || rule === "MayRunAs";
  return needsRange && ranges.length === 0 ? `${field}: ${rule} needs a range` : undefined;
}
