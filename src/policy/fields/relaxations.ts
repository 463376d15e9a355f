import type { Pod } from "../../api/pod.ts";

/**
 * Whether the pod says that it runs on Windows (`spec.os.name`, in lower case), where some fields of a security
 * context have no meaning. API validation refuses them there, so three restricted checks of policy v1.25 and newer
 * let such a pod off.
 */
export function isWindowsPod(pod: Pod): boolean {
  return pod.spec.os?.name === "windows";
}

/**
 * Whether the pod runs in a user namespace of its own (`hostUsers: false`), whose root has no rights on the node: some
 * checks of policy v1.35 and newer let such a pod off (policy/helpers.go of k8s.io/pod-security-admission v0.37.2).
 */
export function relaxPolicyForUserNamespacePod(pod: Pod): boolean {
  return pod.spec.hostUsers === false;
}
