import type { CustomKind } from "../../../workloads/custom/custom-kind.ts";

/** A kind of object that is listed. */
export interface Resource {
  /** The plural, as in RBAC and the paths of the API. */
  readonly name: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Whether its objects are in no namespace. */
  readonly isClusterScoped?: true;
  /** Whether it is read as JSON only, because its protocol buffers are not known here. */
  readonly isJson?: true;
  /** Whether it is a custom resource, or a definition of one: read in JSON, on short pages. */
  readonly isCustom?: true;
  /** The places of the pods in its objects; undefined for a kind of Kubernetes' own. */
  readonly custom?: CustomKind;
}

const core = (name: string, kind: string): Resource => ({ name, group: "", version: "v1", kind });
const apps = (name: string, kind: string): Resource => ({ name, group: "apps", version: "v1", kind });
const batch = (name: string, kind: string): Resource => ({ name, group: "batch", version: "v1", kind });

export const NAMESPACES = core("namespaces", "Namespace");
/** The Events of v1, which are those of events.k8s.io, too. */
export const EVENTS = core("events", "Event");
export const PODS = core("pods", "Pod");

/** The kinds that create pods, in the order of reading. They are read before pods, because pods refer to them as owners. */
export const CONTROLLERS: readonly Resource[] = [
  apps("deployments", "Deployment"),
  apps("replicasets", "ReplicaSet"),
  apps("statefulsets", "StatefulSet"),
  apps("daemonsets", "DaemonSet"),
  batch("cronjobs", "CronJob"),
  batch("jobs", "Job"),
  core("replicationcontrollers", "ReplicationController"),
  core("podtemplates", "PodTemplate"),
];

const RBAC = "rbac.authorization.k8s.io";
const rbac = (name: string, kind: string): Resource => ({ name, group: RBAC, version: "v1", kind, isJson: true });

/** PodSecurityPolicy of API servers before v1.25, and the objects that grant its use. */
export const ACCESS: readonly Resource[] = [
  {
    name: "podsecuritypolicies",
    group: "policy",
    version: "v1beta1",
    kind: "PodSecurityPolicy",
    isClusterScoped: true,
    isJson: true,
  },
  { ...rbac("clusterroles", "ClusterRole"), isClusterScoped: true },
  { ...rbac("clusterrolebindings", "ClusterRoleBinding"), isClusterScoped: true },
  rbac("roles", "Role"),
  rbac("rolebindings", "RoleBinding"),
];

const ADMISSION = "admissionregistration.k8s.io";

/** The admission policies that the API server evaluates itself, and their bindings (Kubernetes v1.30 and newer). */
export const POLICIES: readonly Resource[] = [
  {
    name: "validatingadmissionpolicies",
    group: ADMISSION,
    version: "v1",
    kind: "ValidatingAdmissionPolicy",
    isClusterScoped: true,
    isJson: true,
  },
  {
    name: "validatingadmissionpolicybindings",
    group: ADMISSION,
    version: "v1",
    kind: "ValidatingAdmissionPolicyBinding",
    isClusterScoped: true,
    isJson: true,
  },
];

/** The definitions of custom resources. */
export const DEFINITIONS: Resource = {
  name: "customresourcedefinitions",
  group: "apiextensions.k8s.io",
  version: "v1",
  kind: "CustomResourceDefinition",
  isCustom: true,
};

/** The name of a list in reports: `pods`. That of a custom resource has its group, since several groups may have the same name: `jobs.batch.volcano.sh`. */
export function reportedName({ name, group, isCustom }: Resource): string {
  return isCustom === true ? `${name}.${group}` : name;
}

/** The path of a list in one namespace, or in all namespaces (null). */
export function listPath({ name, group, version }: Resource, namespace: string | null): string {
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespace === null ? `${root}/${name}` : `${root}/namespaces/${encodeURIComponent(namespace)}/${name}`;
}

/** The RBAC rule that allows reading a list. */
export function listRule({ name, group }: Resource, verb: "get" | "list" = "list"): string {
  return `{apiGroups: ["${group}"], resources: ["${name}"], verbs: ["${verb}"]}`;
}
