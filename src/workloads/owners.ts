import type { ObjectMeta, OwnerReference } from "../api/pod.ts";

/** A reference to a workload within its namespace. */
export interface WorkloadRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/**
 * The annotation that the kubelet sets on the mirror Pod of a static pod (pkg/kubelet/types, k8s.io/kubernetes
 * v1.37.2).
 */
const MIRROR_ANNOTATION = "kubernetes.io/config.mirror";

/** The kinds that may be only a link between pods and the workload that a user created, by group and kind. */
const LINKS: ReadonlySet<string> = new Set(["apps/ReplicaSet", "batch/Job"]);
/**
 * Deployments own ReplicaSets and CronJobs own Jobs. Real chains are not longer, but a cycle of references must not
 * hang.
 */
const MAX_LINKS = 10;

/**
 * Whether a Pod mirrors a static pod. A kubelet runs static pods from files of its node, and admission cannot prevent
 * that.
 */
export function isMirrorPod({ kind, metadata }: { readonly kind: string; readonly metadata: ObjectMeta }): boolean {
  return kind === "Pod" && metadata.annotations?.[MIRROR_ANNOTATION] !== undefined;
}

/** The owner that created an object and would create it again: metav1.GetControllerOf, k8s.io/apimachinery v0.37.2. */
export function controllerOf({ ownerReferences }: ObjectMeta): OwnerReference | undefined {
  return ownerReferences?.find(({ controller }) => controller === true);
}

/** An object that may own pods, or a pod. */
interface OwnedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** Finds the workload that a pod belongs to: Pod, ReplicaSet, Deployment; Pod, Job, CronJob; or any other owner. */
export class Owners {
  /** The owner of each link, by namespace, kind and name. */
  readonly #owners = new Map<string, WorkloadRef>();
  /** The objects that were read and are neither pods nor owned links. */
  readonly #read = new Set<string>();

  /** Adds an object that may own pods. If an object is added twice, the last one counts. */
  add(namespace: string, object: OwnedObject): void {
    if (object.kind === "Pod") return;
    const { apiVersion, kind, metadata } = object;
    const key = keyOf(namespace, { apiVersion, kind, name: metadata.name ?? "" });
    const owner = isPossibleLink(object) ? refOf(controllerOf(metadata)) : undefined;
    // A dump may contain an object twice, from two moments.
    if (owner === undefined) {
      this.#read.add(key);
      this.#owners.delete(key);
    } else {
      this.#owners.set(key, owner);
      this.#read.delete(key);
    }
  }

  /**
   * Whether an object was created by a workload that was read itself, so that it must not be judged again. If the
   * workload was not read (a Rollout, or a Deployment that the user may not list), the object is the only source for
   * its pods.
   */
  isLink(namespace: string, object: OwnedObject): boolean {
    if (object.kind === "Pod" || !isPossibleLink(object)) return false;
    const top = this.workloadOf(namespace, object);
    return top !== undefined && this.#read.has(keyOf(namespace, top));
  }

  /**
   * Finds the workload that a pod or a link belongs to: the last known owner. Undefined for a pod without an owner, and
   * for a mirror pod, which its node owns: these are workloads themselves.
   */
  workloadOf(namespace: string, object: OwnedObject): WorkloadRef | undefined {
    if (object.kind === "Pod" ? isMirrorPod(object) : !isPossibleLink(object)) return undefined;
    let top = refOf(controllerOf(object.metadata));
    for (let links = 0; top !== undefined && links < MAX_LINKS; links++) {
      const next = this.#owners.get(keyOf(namespace, top));
      if (next === undefined) break;
      top = next;
    }
    return top;
  }
}

function isPossibleLink(object: OwnedObject): boolean {
  return LINKS.has(groupKindOf(object));
}

/** Returns the group of an apiVersion; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** Kinds that have moved to another group. An API server that served both groups returned the same objects in both. */
const MOVED: ReadonlyMap<string, string> = new Map([
  ["extensions/DaemonSet", "apps/DaemonSet"],
  ["extensions/Deployment", "apps/Deployment"],
  ["extensions/Ingress", "networking.k8s.io/Ingress"],
  ["extensions/NetworkPolicy", "networking.k8s.io/NetworkPolicy"],
  ["extensions/PodSecurityPolicy", "policy/PodSecurityPolicy"],
  ["extensions/ReplicaSet", "apps/ReplicaSet"],
  ["events.k8s.io/Event", "/Event"],
]);

/**
 * Returns the group and kind of an object, `apps/Deployment`: the same text for every apiVersion in which the API
 * server serves it.
 */
export function groupKindOf({ apiVersion, kind }: Pick<WorkloadRef, "apiVersion" | "kind">): string {
  const groupKind = `${groupOf(apiVersion)}/${kind}`;
  return MOVED.get(groupKind) ?? groupKind;
}

/**
 * Returns the one of two references to a workload with the smaller apiVersion in byte order, so that the order of
 * objects does not matter. `apps/v1` is before `apps/v1beta1` and `extensions/v1beta1`.
 */
export function clearerRef(a: WorkloadRef, b: WorkloadRef): WorkloadRef {
  return b.apiVersion < a.apiVersion ? b : a;
}

function keyOf(namespace: string, ref: WorkloadRef): string {
  return `${namespace}/${groupKindOf(ref)}/${ref.name}`;
}

function refOf(owner: OwnerReference | undefined): WorkloadRef | undefined {
  if (owner === undefined) return undefined;
  return { apiVersion: owner.apiVersion ?? "", kind: owner.kind ?? "", name: owner.name ?? "" };
}
