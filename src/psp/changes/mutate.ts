import type { Container, ObjectMeta, PodSecurityContext, PodSpec, SecurityContext } from "../../api/pod.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import {
  allowsEscalation,
  annotationOf,
  APPARMOR_DEFAULT,
  SECCOMP_DEFAULT,
  type PodSecurityPolicy,
  type RangeStrategy,
  type SELinuxOptions,
} from "../policy.ts";

/** The fields that a policy changes and that no check reads. */
interface OtherFields {
  readonly seLinuxOptions?: SELinuxOptions;
  readonly runAsGroup?: number;
}

/** `v1.PodSecurityContext`, with the fields that a policy changes. */
export type MutablePodContext = PodSecurityContext &
  OtherFields & { readonly fsGroup?: number; readonly supplementalGroups?: readonly number[] };

/** `v1.SecurityContext`, with the fields that a policy changes. */
export type MutableContext = SecurityContext & OtherFields & { readonly readOnlyRootFilesystem?: boolean };

type MutableContainer = Container & { readonly securityContext?: MutableContext };

/** A pod or a pod template, with the fields that a policy changes. */
export interface MutablePod {
  readonly metadata?: ObjectMeta;
  readonly spec: PodSpec & {
    readonly securityContext?: MutablePodContext;
    readonly initContainers?: readonly MutableContainer[];
    readonly containers?: readonly MutableContainer[];
  };
}

export const SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
export const APPARMOR_CONTAINER = "container.apparmor.security.beta.kubernetes.io/";

/**
 * Changes a new pod as the admission plugin does under a policy, and returns the changed pod (MutatePod in
 * pkg/security/podsecuritypolicy/provider.go of k8s.io/kubernetes v1.24.17). The annotation that repeats a seccomp field is not written: every server
 * of v1.24 writes it, with or without a policy.
 */
export function mutatePod(policy: PodSecurityPolicy, pod: MutablePod): MutablePod {
  const { spec } = policy;
  const securityContext = mutatePodContext(policy, pod.spec.securityContext);
  const annotations = { ...pod.metadata?.annotations };
  const seccomp = annotationOf(policy, SECCOMP_DEFAULT) ?? "";
  const hasSeccomp = (annotations[SECCOMP_POD] ?? "") !== "" || securityContext?.seccompProfile !== undefined;
  if (seccomp !== "" && !hasSeccomp) annotations[SECCOMP_POD] = seccomp;
  const appArmor = annotationOf(policy, APPARMOR_DEFAULT) ?? "";
  const { initContainers, containers } = pod.spec;
  for (const { name = "" } of [...(initContainers ?? []), ...(containers ?? [])]) {
    const key = APPARMOR_CONTAINER + name;
    if (appArmor !== "" && (annotations[key] ?? "") === "") annotations[key] = appArmor;
  }
  const mutate = (container: MutableContainer): MutableContainer => {
    const own = mutateContext(policy, container.securityContext, securityContext);
    return own === undefined ? container : { ...container, securityContext: own };
  };
  const runtimeClassName = pod.spec.runtimeClassName ?? spec.runtimeClass?.defaultRuntimeClassName;
  return {
    ...pod,
    metadata: { ...pod.metadata, annotations },
    spec: {
      ...pod.spec,
      ...(securityContext !== undefined && { securityContext }),
      ...(runtimeClassName !== undefined && { runtimeClassName }),
      ...(initContainers !== undefined && { initContainers: initContainers.map(mutate) }),
      ...(containers !== undefined && { containers: containers.map(mutate) }),
    },
  };
}

function mutatePodContext(
  { spec }: PodSecurityPolicy,
  context: MutablePodContext | undefined,
): MutablePodContext | undefined {
  const supplemental = firstOf(spec.supplementalGroups);
  const fsGroup = firstOf(spec.fsGroup);
  const seLinuxOptions = seLinuxOf(spec);
  const changes: MutablePodContext = {
    ...(context?.supplementalGroups === undefined &&
      supplemental !== undefined && { supplementalGroups: [supplemental] }),
    ...(context?.fsGroup === undefined && fsGroup !== undefined && { fsGroup }),
    ...(context?.seLinuxOptions === undefined && seLinuxOptions !== undefined && { seLinuxOptions }),
  };
  return Object.keys(changes).length === 0 ? context : { ...context, ...changes };
}

/** @param inherited the changed context of the pod: a field that the pod sets counts as set */
function mutateContext(
  policy: PodSecurityPolicy,
  context: MutableContext | undefined,
  inherited: MutablePodContext | undefined,
): MutableContext | undefined {
  const { spec } = policy;
  const isSet = (key: "runAsUser" | "runAsGroup" | "runAsNonRoot" | "seLinuxOptions"): boolean =>
    (context?.[key] ?? inherited?.[key]) !== undefined;
  const runAsUser = firstOf(spec.runAsUser);
  const runAsGroup = firstOf(spec.runAsGroup);
  const seLinuxOptions = seLinuxOf(spec);
  const isNonRootSet = isSet("runAsNonRoot") || isSet("runAsUser");
  const capabilities = capabilitiesOf(policy, context?.capabilities);
  const escalation = spec.defaultAllowPrivilegeEscalation ?? (allowsEscalation(policy) ? undefined : false);
  const changes: MutableContext = {
    ...(!isSet("runAsUser") && runAsUser !== undefined && { runAsUser }),
    ...(!isSet("runAsGroup") && runAsGroup !== undefined && { runAsGroup }),
    ...(!isSet("seLinuxOptions") && seLinuxOptions !== undefined && { seLinuxOptions }),
    ...(!isNonRootSet && spec.runAsUser?.rule === "MustRunAsNonRoot" && { runAsNonRoot: true }),
    ...(capabilities !== undefined && { capabilities }),
    ...(context?.readOnlyRootFilesystem === undefined &&
      spec.readOnlyRootFilesystem === true && { readOnlyRootFilesystem: true }),
    ...(context?.allowPrivilegeEscalation === undefined &&
      escalation !== undefined && { allowPrivilegeEscalation: escalation }),
  };
  return Object.keys(changes).length === 0 ? context : { ...context, ...changes };
}

/** The capabilities after the change; undefined if nothing changes (pkg/security/podsecuritypolicy/capabilities of k8s.io/kubernetes v1.24.17). */
function capabilitiesOf(
  { spec }: PodSecurityPolicy,
  { add = [], drop = [] }: NonNullable<SecurityContext["capabilities"]> = {},
): SecurityContext["capabilities"] {
  const own = { add: new Set(add), drop: new Set(drop) };
  const added = new Set([...(spec.defaultAddCapabilities ?? []).filter((name) => !own.drop.has(name)), ...add]);
  const dropped = new Set([...(spec.requiredDropCapabilities ?? []), ...drop]);
  if (added.size === own.add.size && dropped.size === own.drop.size) return undefined;
  return {
    ...(added.size > 0 && { add: [...added].toSorted(compareBytes) }),
    ...(dropped.size > 0 && { drop: [...dropped].toSorted(compareBytes) }),
  };
}

function firstOf({ rule, ranges = [] }: RangeStrategy = {}): number | undefined {
  return rule === "MustRunAs" && ranges.length > 0 ? (ranges[0]?.min ?? 0) : undefined;
}

function seLinuxOf({ seLinux }: PodSecurityPolicy["spec"]): SELinuxOptions | undefined {
  return seLinux?.rule === "MustRunAs" ? seLinux.seLinuxOptions : undefined;
}
