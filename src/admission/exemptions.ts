import type { Pod } from "../api/pod.ts";

/**
 * The `exemptions` of a PodSecurityConfiguration: objects that are not judged. Names are compared exactly: there are no
 * patterns and no groups, and nothing is exempt unless it is listed, not even kube-system.
 */
export interface Exemptions {
  readonly usernames: readonly string[];
  readonly namespaces: readonly string[];
  readonly runtimeClasses: readonly string[];
}

/** No exemptions: the default without a configuration. */
export const NO_EXEMPTIONS: Exemptions = Object.freeze({
  usernames: Object.freeze([]),
  namespaces: Object.freeze([]),
  runtimeClasses: Object.freeze([]),
});

/** The reason for an exemption, and the entry that matches. */
export interface Exemption {
  /** The value of the audit annotation `pod-security.kubernetes.io/exempt`. */
  readonly by: "namespace" | "user" | "runtimeClass";
  readonly value: string;
}

/** The user and the namespace of a request, which an exemption may match besides the pod. */
export interface RequestAttributes {
  /** Empty if the object has no namespace: such a request is never exempt. */
  readonly namespace: string;
  /** The authenticated user. If the user is unknown, no exemption by user applies. */
  readonly user?: string;
}

/**
 * Finds the exemption of a request before its object is looked at: by its namespace, else by its user, in the order of
 * ValidatePod in admission/admission.go, k8s.io/pod-security-admission v0.37.2.
 */
export function exemptRequest(request: RequestAttributes, exemptions: Exemptions): Exemption | undefined {
  return exemptNamespace(request.namespace, exemptions) ?? exemptUser(request.user, exemptions);
}

/** Finds the exemption of a namespace with everything in it. */
export function exemptNamespace(namespace: string, exemptions: Exemptions): Exemption | undefined {
  return match("namespace", namespace, exemptions.namespaces);
}

/** Finds the exemption of a user's requests. */
export function exemptUser(user: string | undefined, exemptions: Exemptions): Exemption | undefined {
  return match("user", user, exemptions.usernames);
}

/** Finds the exemption of a pod, or of a template's future pods, by their runtime class. */
export function exemptRuntimeClass(pod: Pod, exemptions: Exemptions): Exemption | undefined {
  return match("runtimeClass", pod.spec.runtimeClassName, exemptions.runtimeClasses);
}

function match(by: Exemption["by"], value: string | undefined, exempt: readonly string[]): Exemption | undefined {
  return value !== undefined && value !== "" && includes(exempt, value) ? { by, value } : undefined;
}

/** From this number of names on, a list has an index. */
const MANY = 16;
/** The names of long lists. Without them, 100,000 exemptions and 100,000 objects would take 10 billion comparisons. */
const INDEXES = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Whether a list contains a name. A long list must not change after the first call. */
export function includes(names: readonly string[], name: string): boolean {
  if (names.length < MANY) return names.includes(name);
  let index = INDEXES.get(names);
  if (index === undefined) INDEXES.set(names, (index = new Set(names)));
  return index.has(name);
}
