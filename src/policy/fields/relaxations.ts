import type { Pod } from "../../api/pod.ts";

/**
 * Whether the pod declares that it runs on Windows (`spec.os.name`, in lower case), where some fields of a security
 * context have no meaning. API validation rejects these fields in such pods, so three restricted checks of policy v1.25
 * and newer do not apply to them.
 */
export function isWindowsPod(pod: Pod): boolean {
  return pod.spec.os?.name === "windows";
}

/**
 * Whether the pod runs in its own user namespace (`hostUsers: false`), whose root user has no rights on the node. Some
 * checks of policy v1.35 and newer do not apply to such pods (relaxPolicyForUserNamespacePod in policy/helpers.go of
 * k8s.io/pod-security-admission v0.37.2).
 */
export function isRelaxedForUserNamespace(pod: Pod): boolean {
  return pod.spec.hostUsers === false;
}
