import {
  annotationOf,
  APPARMOR_ALLOWED,
  APPARMOR_DEFAULT,
  SECCOMP_ALLOWED,
  SECCOMP_DEFAULT,
  type PodSecurityPolicy,
  type PolicySpec,
} from "../policy.ts";

/** The annotations with a meaning for admission that change no pod. */
const KEPT_ANNOTATIONS = [SECCOMP_ALLOWED, APPARMOR_ALLOWED];

/**
 * Returns a copy of a policy that makes no change which the levels do not require (step 2 of the migration guide); undefined if the policy makes none.
 * The copy is first in the order of names. Fields that only narrow what pods may use stay, so that the copy permits nothing more.
 */
export function simplePolicy(policy: PodSecurityPolicy): object | undefined {
  const { metadata, spec } = policy;
  const {
    runAsGroup,
    readOnlyRootFilesystem,
    defaultAllowPrivilegeEscalation,
    defaultAddCapabilities = [],
    ...rest
  } = spec;
  const { supplementalGroups, fsGroup, runtimeClass, allowedCapabilities = [] } = rest;
  const isChanging =
    runAsGroup?.rule === "MustRunAs" ||
    supplementalGroups?.rule === "MustRunAs" ||
    fsGroup?.rule === "MustRunAs" ||
    readOnlyRootFilesystem === true ||
    defaultAllowPrivilegeEscalation !== undefined ||
    defaultAddCapabilities.length > 0 ||
    runtimeClass?.defaultRuntimeClassName !== undefined ||
    [SECCOMP_DEFAULT, APPARMOR_DEFAULT].some((key) => (annotationOf(policy, key) ?? "") !== "");
  if (!isChanging) return undefined;
  const annotations = KEPT_ANNOTATIONS.flatMap((key) => {
    const value = annotationOf(policy, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  const capabilities = [...new Set([...allowedCapabilities, ...defaultAddCapabilities])];
  const any = { rule: "RunAsAny" };
  return {
    apiVersion: "policy/v1beta1",
    kind: "PodSecurityPolicy",
    metadata: {
      name: simpleName(metadata.name ?? ""),
      ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }),
    },
    spec: {
      ...keptFields(spec),
      ...(capabilities.length > 0 && { allowedCapabilities: capabilities }),
      supplementalGroups: any,
      fsGroup: any,
      ...(runtimeClass !== undefined && {
        runtimeClass: { allowedRuntimeClassNames: runtimeClass.allowedRuntimeClassNames ?? [] },
      }),
    },
  };
}

/** The name of the copy of a policy. */
export function simpleName(name: string): string {
  return `0-${name}`;
}

/** The fields that a copy has as they are. Unknown fields, which an API server drops, are not among them. */
const KEPT_FIELDS = [
  "privileged",
  "requiredDropCapabilities",
  "volumes",
  "hostNetwork",
  "hostPorts",
  "hostPID",
  "hostIPC",
  "seLinux",
  "runAsUser",
  "allowPrivilegeEscalation",
  "allowedHostPaths",
  "allowedFlexVolumes",
  "allowedCSIDrivers",
  "allowedUnsafeSysctls",
  "forbiddenSysctls",
  "allowedProcMountTypes",
] as const;

function keptFields(spec: PolicySpec): PolicySpec {
  return Object.fromEntries(KEPT_FIELDS.flatMap((key) => (spec[key] === undefined ? [] : [[key, spec[key]] as const])));
}
