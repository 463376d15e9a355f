import type { Container, Pod, PodSecurityContext, PodSpec, SecurityContext } from "../../api/pod.ts";
import { ALL } from "../policy.ts";

/**
 * The least restricted use of a field that a policy permits, as a pod. The checks of the Pod Security Standards judge the pod, so no rule of
 * the standards is repeated here.
 */
export interface Probe {
  /** The value of the policy that permits it: `hostPath`. */
  readonly value: string;
  readonly pod: Pod;
  /** Whether a policy permits it only because it says nothing about a feature that clusters usually do not use. */
  readonly isUnused?: boolean;
}

/** A pod with one container. */
export function podOf(spec: PodSpec, only: Container = {}, metadata: Pod["metadata"] = {}): Pod {
  return { metadata, spec: { ...spec, containers: [{ name: "a", ...only }] } };
}

/** A container with this security context. */
export function container(value: string, securityContext: SecurityContext): Probe {
  return { value, pod: podOf({}, { securityContext }) };
}

/** A pod with this security context. */
export function inPod(value: string, securityContext: PodSecurityContext): Probe {
  return { value, pod: podOf({ securityContext }) };
}

/** A container with this AppArmor profile. */
export function appArmor(value: string, profile: string): Probe {
  const annotations = { "container.apparmor.security.beta.kubernetes.io/a": profile };
  return { value, pod: podOf({}, {}, { annotations }) };
}

/** The field of a volume for a name in `volumes`. Only one has another name. */
export function sourceOf(name: string): string {
  if (name === ALL) return "hostPath";
  return name === "cephFS" ? "cephfs" : name;
}

/**
 * The type of a seccomp profile in the list of a policy; undefined for any other item, which permits no profile. The plugin compares items as they are,
 * with their spaces (NewStrategy in pkg/security/podsecuritypolicy/seccomp/strategy.go of k8s.io/kubernetes v1.24.17).
 */
export function seccompTypeOf(profile: string): string | undefined {
  if (profile === ALL || profile === "unconfined") return "Unconfined";
  if (profile === "runtime/default" || profile === "docker/default") return "RuntimeDefault";
  return profile.startsWith("localhost/") ? "Localhost" : undefined;
}
