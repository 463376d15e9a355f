import type { ObjectMeta, OwnerReference } from "../api/pod.ts";

/** What a workload is called within its namespace. */
export interface WorkloadRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** The annotation that the kubelet puts on the Pod that mirrors a static one (pkg/kubelet/types, k8s.io/kubernetes v1.37.2). */
const MIRROR_ANNOTATION = "kubernetes.io/config.mirror";

/** The kinds that are no more than a link between pods and what somebody has written, where a controller owns them. */
const LINKS: ReadonlySet<string> = new Set(["ReplicaSet", "Job"]);
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

/** Whether an object is only what its controller has made, and is not to be judged for itself. */
export function isLink({ kind, metadata }: { readonly kind: string; readonly metadata: ObjectMeta }): boolean {
  return LINKS.has(kind) && controllerOf(metadata) !== undefined;
}

/** Tells which workload a pod belongs to: Pod, ReplicaSet, Deployment; Pod, Job, CronJob; or whatever else has made it. */
export class Owners {
  /** What owns each link, by namespace, kind and name. */
  readonly #owners = new Map<string, WorkloadRef>();

  /** Learns of a ReplicaSet or Job that is owned; others are of no interest. */
  add(namespace: string, object: { readonly kind: string; readonly metadata: ObjectMeta }): void {
    if (!LINKS.has(object.kind)) return;
    const owner = refOf(controllerOf(object.metadata));
    if (owner !== undefined) this.#owners.set(`${namespace}/${object.kind}/${object.metadata.name ?? ""}`, owner);
  }

  /**
   * The workload that a pod belongs to: the last owner that is known of. A pod that nothing owns, and a mirror pod, whose owner is its
   * node, belong to themselves: undefined.
   */
  workloadOf(
    namespace: string,
    pod: { readonly kind: string; readonly metadata: ObjectMeta },
  ): WorkloadRef | undefined {
    if (isMirrorPod(pod)) return undefined;
    let top = refOf(controllerOf(pod.metadata));
    for (let links = 0; top !== undefined && links < MAX_LINKS; links++) {
      const next = this.#owners.get(`${namespace}/${top.kind}/${top.name}`);
      if (next === undefined) break;
      top = next;
    }
    return top;
  }
}

function refOf(owner: OwnerReference | undefined): WorkloadRef | undefined {
  if (owner === undefined) return undefined;
  return { apiVersion: owner.apiVersion ?? "", kind: owner.kind ?? "", name: owner.name ?? "" };
}
