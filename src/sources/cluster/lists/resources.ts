/** A kind of object that is listed, and where. */
export interface Resource {
  /** The plural, as RBAC and the API's paths have it. */
  readonly name: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

const core = (name: string, kind: string): Resource => ({ name, group: "", version: "v1", kind });
const apps = (name: string, kind: string): Resource => ({ name, group: "apps", version: "v1", kind });
const batch = (name: string, kind: string): Resource => ({ name, group: "batch", version: "v1", kind });

export const NAMESPACES = core("namespaces", "Namespace");
export const PODS = core("pods", "Pod");

/** What makes pods, in the order in which it is read: before the pods, whose owners it tells. */
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

/** Where a list is, in one namespace or in all; the name is known to be one. */
export function listPath({ name, group, version }: Resource, namespace: string | null): string {
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespace === null ? `${root}/${name}` : `${root}/namespaces/${encodeURIComponent(namespace)}/${name}`;
}

/** The RBAC rule that gives a list. */
export function listRule({ name, group }: Resource, verb: "get" | "list" = "list"): string {
  return `{apiGroups: ["${group}"], resources: ["${name}"], verbs: ["${verb}"]}`;
}
