import type { ObjectMeta } from "../../api/pod.ts";
import { nameOf, groupKindOf, isMirrorPod, type WorkloadRef } from "../../workloads/identity.ts";
import type { WorkloadObject } from "../../workloads/object.ts";
import { controllerOf } from "../../workloads/owners.ts";

/** The label that the Deployment controller sets on a ReplicaSet and its pods. The name of the ReplicaSet ends in its value (apps/v1, k8s.io/api v0.37.2). */
const HASH_LABEL = "pod-template-hash";
/** The same label of Argo Rollouts. */
const ROLLOUT_HASH_LABEL = "rollouts-pod-template-hash";
/**
 * The end of the name of a CronJob's Job: its scheduled time in minutes since 1970, which has eight digits (getJobName, pkg/controller/cronjob,
 * k8s.io/kubernetes v1.37.2), or in seconds, as in older versions.
 */
const SCHEDULED_TIME = /(?<=-)\d{8,}$/;

/**
 * The name of a workload, with `*` instead of the parts that change each time it is created: the hash of a ReplicaSet, the time of a CronJob's
 * Job, the node of a mirror pod, and the suffix that the API server adds to a generateName.
 *
 * @param owner the workload to name, if the object belongs to another one; undefined for the object itself
 */
export function stableNameOf(object: WorkloadObject, owner: WorkloadRef | undefined): string {
  // If the owner was not read, only the pods contain the hash.
  if (owner !== undefined) return starred(stemOfLink(owner, object)) ?? owner.name;
  const { apiVersion, kind } = object;
  const name = nameOf(object);
  const stem = kind === "Pod" ? stemOfPod(object) : stemOfOwnedLink({ apiVersion, kind, name }, object);
  return starred(stem) ?? name;
}

function stemOfPod(pod: WorkloadObject): string | undefined {
  const { name = "", generateName = "" } = pod.metadata;
  const owner = controllerOf(pod.metadata);
  if (isMirrorPod(pod)) {
    const node = owner?.kind === "Node" ? (owner.name ?? "") : "";
    return node !== "" && name.endsWith(`-${node}`) ? name.slice(0, -node.length) : undefined;
  }
  if (generateName === "" || !name.startsWith(generateName)) return undefined;
  if (owner?.name === undefined || !generateName.startsWith(`${owner.name}-`)) return generateName;
  const { apiVersion = "", kind = "" } = owner;
  return stemOfLink({ apiVersion, kind, name: owner.name }, pod) ?? generateName;
}

/** The name of a Job without an owner is never shortened, since it may end in a date. */
function stemOfOwnedLink(link: WorkloadRef, object: WorkloadObject): string | undefined {
  return link.kind === "Job" && controllerOf(object.metadata) === undefined ? undefined : stemOfLink(link, object);
}

/** @param object the ReplicaSet or Job itself, or a pod that it owns */
function stemOfLink({ apiVersion, kind, name }: WorkloadRef, object: WorkloadObject): string | undefined {
  switch (groupKindOf({ apiVersion, kind })) {
    case "apps/ReplicaSet": {
      const hash = hashOf(object.metadata) ?? hashOf(object.pod.metadata);
      return hash !== undefined && name.endsWith(`-${hash}`) ? name.slice(0, -hash.length) : undefined;
    }
    case "batch/Job": {
      const time = SCHEDULED_TIME.exec(name);
      return time === null ? undefined : name.slice(0, time.index);
    }
    default:
      return undefined;
  }
}

function hashOf(metadata: ObjectMeta | undefined): string | undefined {
  const labels = metadata?.labels ?? {};
  const hash = labels[HASH_LABEL] ?? labels[ROLLOUT_HASH_LABEL];
  return hash === "" ? undefined : hash;
}

function starred(stem: string | undefined): string | undefined {
  return stem === undefined ? undefined : `${stem}*`;
}
