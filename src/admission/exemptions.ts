import type { Pod } from "../api/pod.ts";

/**
 * The exemptions of a PodSecurityConfiguration, whose pods are not judged. All are compared as they are: there are no
 * patterns and no groups, and nothing is exempt unless it is listed, kube-system included.
 */
export interface Exemptions {
  readonly usernames: readonly string[];
  readonly namespaces: readonly string[];
  readonly runtimeClasses: readonly string[];
}

/** No exemptions: the default without a configuration. */
export const NO_EXEMPTIONS: Exemptions = { usernames: [], namespaces: [], runtimeClasses: [] };

/** The reason why an object is exempt, and the entry that it matches. */
export interface Exemption {
  /** As in the audit annotation `pod-security.kubernetes.io/exempt`. */
  readonly by: "namespace" | "user" | "runtimeClass";
  readonly value: string;
}

/** The user and the namespace of a request: an exemption depends on these and on the pod. */
export interface RequestAttributes {
  /** Empty where the object names none: such a request is never exempt by its namespace. */
  readonly namespace: string;
  /** The authenticated user; no user is exempt where it is unknown. */
  readonly user?: string;
}

/**
 * Finds the exemption of a request, without its object: by its namespace, else by its user, the order of
 * ValidatePod in admission/admission.go, k8s.io/pod-security-admission v0.37.2.
 */
export function exemptRequest(request: RequestAttributes, exemptions: Exemptions): Exemption | undefined {
  return exemptNamespace(request.namespace, exemptions) ?? exemptUser(request.user, exemptions);
}

/** Whether a namespace is exempt, with everything in it. */
export function exemptNamespace(namespace: string, exemptions: Exemptions): Exemption | undefined {
  return match("namespace", namespace, exemptions.namespaces);
}

/** Whether the requests of a user are exempt. */
export function exemptUser(user: string | undefined, exemptions: Exemptions): Exemption | undefined {
  return match("user", user, exemptions.usernames);
}

/** Whether a pod, or a template's future pods, are exempt by their runtime class. */
export function exemptRuntimeClass(pod: Pod, exemptions: Exemptions): Exemption | undefined {
  return match("runtimeClass", pod.spec.runtimeClassName, exemptions.runtimeClasses);
}

function match(by: Exemption["by"], value: string | undefined, exempt: readonly string[]): Exemption | undefined {
  return value !== undefined && value !== "" && exempt.includes(value) ? { by, value } : undefined;
}
