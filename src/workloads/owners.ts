import type { ObjectMeta, OwnerReference } from "../api/pod.ts";
import { groupOf } from "../api/resource-name.ts";

/** What a workload is called within its namespace. */
export interface WorkloadRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** The annotation that the kubelet puts on the Pod that mirrors a static one (pkg/kubelet/types, k8s.io/kubernetes v1.37.2). */
const MIRROR_ANNOTATION = "kubernetes.io/config.mirror";

/** What may be no more than a link between pods and what somebody has written, by group and kind. */
const LINKS: ReadonlySet<string> = new Set(["apps/ReplicaSet", "batch/Job"]);
/** Deployments own ReplicaSets and CronJobs own Jobs; nobody nests deeper, but a cycle of references must not hang. */
const MAX_LINKS = 10;

/** Whether a Pod mirrors a static one: a kubelet runs that from a file of its node, and no admission keeps it from doing so. */
export function isMirrorPod({ kind, metadata }: { readonly kind: string; readonly metadata: ObjectMeta }): boolean {
  return kind === "Pod" && metadata.annotations?.[MIRROR_ANNOTATION] !== undefined;
}

/** The owner that made an object and would make it again: metav1.GetControllerOf, k8s.io/apimachinery v0.37.2. */
export function controllerOf({ ownerReferences }: ObjectMeta): OwnerReference | undefined {
  return ownerReferences?.find(({ controller }) => controller === true);
}

/** An object that may own pods, or be one. */
interface Owned {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** Tells which workload a pod belongs to: Pod, ReplicaSet, Deployment; Pod, Job, CronJob; or whatever else has made it. */
export class Owners {
  /** What owns each link, by namespace, kind and name. */
  readonly #owners = new Map<string, WorkloadRef>();
  /** What was read of its own and is no pod. */
  readonly #read = new Set<string>();

  /** Learns of an object that may own pods. Of one that comes twice the last counts. */
  add(namespace: string, object: Owned): void {
    if (object.kind === "Pod") return;
    const { apiVersion, kind, metadata } = object;
    const key = keyOf(namespace, { apiVersion, kind, name: metadata.name ?? "" });
    const owner = isPossibleLink(object) ? refOf(controllerOf(metadata)) : undefined;
    // A dump may hold an object twice, as it was at two moments.
    if (owner === undefined) {
      this.#read.add(key);
      this.#owners.delete(key);
    } else {
      this.#owners.set(key, owner);
      this.#read.delete(key);
    }
  }

  /**
   * Whether an object is only what a workload has made that was read itself, and so is not to be judged. Where that was not read (a Rollout, or
   * a Deployment that nobody may list), what it has made is all there is to tell of its pods.
   */
  isLink(namespace: string, object: Owned): boolean {
    if (object.kind === "Pod" || !isPossibleLink(object)) return false;
    const top = this.workloadOf(namespace, object);
    return top !== undefined && this.#read.has(keyOf(namespace, top));
  }

  /**
   * The workload that a pod, or a link, belongs to: the last owner that is known of. A pod that nothing owns, and a mirror pod, whose owner is its
   * node, belong to themselves: undefined.
   */
  workloadOf(namespace: string, object: Owned): WorkloadRef | undefined {
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

function isPossibleLink(object: Owned): boolean {
  return LINKS.has(groupKindOf(object));
}

/** Kinds that have moved to another group: an API server that served both gave the same objects in either. */
const MOVED: ReadonlyMap<string, string> = new Map([
  ["extensions/DaemonSet", "apps/DaemonSet"],
  ["extensions/Deployment", "apps/Deployment"],
  ["extensions/Ingress", "networking.k8s.io/Ingress"],
  ["extensions/NetworkPolicy", "networking.k8s.io/NetworkPolicy"],
  ["extensions/PodSecurityPolicy", "policy/PodSecurityPolicy"],
  ["extensions/ReplicaSet", "apps/ReplicaSet"],
  ["events.k8s.io/Event", "/Event"],
]);

/** The group and kind of an object, `apps/Deployment`, the same for every apiVersion in which the API server gives it. */
export function groupKindOf({ apiVersion, kind }: Pick<WorkloadRef, "apiVersion" | "kind">): string {
  const groupKind = `${groupOf(apiVersion)}/${kind}`;
  return MOVED.get(groupKind) ?? groupKind;
}

/**
 * The one of two references to a workload whose apiVersion is the first in byte order, so that the order of objects does not matter. `apps/v1` is
 * before `apps/v1beta1` and `extensions/v1beta1`.
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
