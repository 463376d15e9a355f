import type { ObjectMeta, OwnerReference } from "../api/pod.ts";
import { isMadeBy } from "./custom/kinds/makers.ts";
import { groupKindOf, isMirrorPod, type WorkloadRef } from "./identity.ts";
import type { CustomFacts, WorkloadObject } from "./object.ts";

/** The kinds that may be only a link between pods and the workload that a user created, by group and kind. */
const LINKS: ReadonlySet<string> = new Set(["apps/ReplicaSet", "batch/Job"]);
/** The longest real chain is a RayCronJob's: RayJob, RayCluster, Pod. A cycle of references must not hang. */
const MAX_LINKS = 10;

/** The owner that created an object and would create it again: metav1.GetControllerOf, k8s.io/apimachinery v0.37.2. */
export function controllerOf({ ownerReferences }: ObjectMeta): OwnerReference | undefined {
  return ownerReferences?.find(({ controller }) => controller === true);
}

/** An object that may own pods, or a pod. */
interface OwnedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly custom?: Pick<CustomFacts, "isPartial">;
}

/** Finds the workload that a pod belongs to: Pod, ReplicaSet, Deployment; Pod, Job, CronJob; or any other owner. */
export class Owners {
  /** The owner of each link, by namespace, kind and name. */
  readonly #owners = new Map<string, WorkloadRef>();
  /** The objects that were read with their whole pods, and are neither pods nor owned links. */
  readonly #read = new Set<string>();

  /** Adds an object that may own pods. If an object is added twice, the last one counts. */
  add(namespace: string, object: OwnedObject): void {
    if (object.kind === "Pod") return;
    const { apiVersion, kind, metadata } = object;
    const key = keyOf(namespace, { apiVersion, kind, name: metadata.name ?? "" });
    const owner = isPossibleLink(object) ? refOf(controllerOf(metadata)) : undefined;
    // A dump may contain an object twice, from two moments.
    if (owner === undefined) {
      // The objects that an operator makes have the whole pods.
      if (object.custom?.isPartial !== true) this.#read.add(key);
      this.#owners.delete(key);
    } else {
      this.#owners.set(key, owner);
      this.#read.delete(key);
    }
  }

  /**
   * Whether an object was created by a workload that was read itself, so that it must not be judged again. If the
   * workload was not read (its kind is unknown, or the user may not list it), the object is the only source for its
   * pods.
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
    const owner = refOf(controllerOf(object.metadata));
    return owner && this.topOf(namespace, owner);
  }

  /** Finds the workload that a possible link belongs to: its last known owner, or the object itself. */
  topOf(namespace: string, object: WorkloadRef): WorkloadRef {
    let top = object;
    for (let links = 0; links < MAX_LINKS; links++) {
      const next = this.#owners.get(keyOf(namespace, top));
      if (next === undefined) break;
      top = next;
    }
    return top;
  }
}

/**
 * Whether an object makes no more pods, or is a pod that has ended. A finished Job of a CronJob that was not read is the only source for the pods
 * of the next Job, so it counts as one that makes pods.
 *
 * @param owner the workload that the object belongs to; undefined if it belongs to itself
 */
export function isFinished(object: WorkloadObject, owner: WorkloadRef | undefined): boolean {
  const isForCronJob = object.kind === "Job" && owner !== undefined && groupKindOf(owner) === "batch/CronJob";
  return object.isFinished && !isForCronJob;
}

function isPossibleLink(object: OwnedObject): boolean {
  const groupKind = groupKindOf(object);
  if (LINKS.has(groupKind)) return true;
  const owner = refOf(controllerOf(object.metadata));
  return owner !== undefined && isMadeBy(groupKind, groupKindOf(owner));
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
