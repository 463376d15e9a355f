import { annotationOf, APPARMOR_DEFAULT, SECCOMP_DEFAULT, type PodSecurityPolicy } from "../policy.ts";

/** The annotation of kubectl apply, which is about another object. */
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

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
  const dropped = new Set([SECCOMP_DEFAULT, APPARMOR_DEFAULT, LAST_APPLIED]);
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([key]) => !dropped.has(key));
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
      ...rest,
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
