/**
 * The fields of Kubernetes' API objects that Pod Security Admission reads, or the API server's defaulting before it.
 *
 * Names and JSON shapes are those of k8s.io/api core/v1 v0.37.2. A value of these types is already decoded: an absent
 * or `null` pointer, list or map is `undefined`, a `null` list element is its zero value, and every present field has
 * its Go type. Fields that no rule reads are not declared; an object may still have them.
 */

/** `metav1.ObjectMeta`: the fields that a rule reads. */
export interface ObjectMeta {
  readonly name?: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly uid?: string;
  readonly creationTimestamp?: string;
  readonly ownerReferences?: readonly OwnerReference[];
}

/** `metav1.OwnerReference`. */
export interface OwnerReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly controller?: boolean;
}

/** The input of a check: a Pod, or a pod template. */
export interface Pod {
  readonly metadata?: ObjectMeta;
  readonly spec: PodSpec;
}

/** `v1.PodSpec`. */
export interface PodSpec {
  readonly initContainers?: readonly Container[];
  readonly containers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly hostUsers?: boolean;
  readonly runtimeClassName?: string;
  readonly serviceAccountName?: string;
  readonly os?: { readonly name?: string };
  readonly securityContext?: PodSecurityContext;
}

/**
 * The lists of containers in a pod's spec, in the order of VisitContainers (policy/visitor.go,
 * k8s.io/pod-security-admission v0.37.2). Every message names containers in this order.
 */
export const CONTAINER_LISTS = ["initContainers", "containers", "ephemeralContainers"] as const;

export type ContainerList = (typeof CONTAINER_LISTS)[number];

/** `v1.Container`, and the same fields of `v1.EphemeralContainer`. */
export interface Container {
  readonly name?: string;
  readonly image?: string;
  readonly ports?: readonly ContainerPort[];
  readonly securityContext?: SecurityContext;
  readonly livenessProbe?: Handler;
  readonly readinessProbe?: Handler;
  readonly startupProbe?: Handler;
  readonly lifecycle?: { readonly postStart?: Handler; readonly preStop?: Handler };
}

/** `v1.ContainerPort`. */
export interface ContainerPort {
  readonly containerPort?: number;
  readonly hostPort?: number;
}

/** The fields that `v1.ProbeHandler` and `v1.LifecycleHandler` share. */
export interface Handler {
  readonly httpGet?: { readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
}

/** The fields that `v1.PodSecurityContext` and `v1.SecurityContext` share. */
export interface CommonSecurityContext {
  readonly appArmorProfile?: { readonly type?: string; readonly localhostProfile?: string };
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seLinuxOptions?: SELinuxOptions;
  readonly seccompProfile?: { readonly type?: string };
  readonly windowsOptions?: { readonly hostProcess?: boolean };
}

/** `v1.PodSecurityContext`. */
export interface PodSecurityContext extends CommonSecurityContext {
  readonly sysctls?: readonly { readonly name?: string }[];
}

/** `v1.SecurityContext`. */
export interface SecurityContext extends CommonSecurityContext {
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly privileged?: boolean;
  readonly procMount?: string;
}

/** `v1.SELinuxOptions`. */
export interface SELinuxOptions {
  readonly type?: string;
  readonly user?: string;
  readonly role?: string;
}

/**
 * `v1.Volume`: a name, and the sources that are set, by the names of their fields. A source is set even if it is `{}`.
 */
export interface Volume {
  readonly name?: string;
  readonly [source: string]: unknown;
}
