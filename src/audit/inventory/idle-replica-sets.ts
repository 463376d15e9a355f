import { compareBytes } from "../../api/words/byte-order.ts";
import type { ObjectMeta } from "../../api/pod.ts";
import { groupKindOf, type WorkloadRef } from "../../workloads/identity.ts";
import type { WorkloadObject } from "../../workloads/object.ts";

/** A ReplicaSet without replicas. */
interface IdleReplicaSet {
  readonly object: WorkloadObject;
  readonly owner: WorkloadRef;
  /** Whether this place of the object counts in a report. */
  readonly counts: boolean;
}

/** The newest ReplicaSet of an owner so far. */
interface Newest {
  readonly metadata: ObjectMeta;
  /** All its places, if it has no replicas; else none. */
  readonly idle: IdleReplicaSet[];
}

/**
 * The ReplicaSets of owners that were not read, such as Rollouts. Those without replicas are the history of their owner, except the newest one: the
 * owner makes its next pods from that template once it is scaled up.
 */
export class IdleReplicaSets {
  readonly #newest = new Map<string, Newest>();

  /**
   * Adds a ReplicaSet.
   *
   * @returns whether it makes pods now, so that it is judged in any case
   */
  add(namespace: string, owner: WorkloadRef, object: WorkloadObject, counts: boolean): boolean {
    const { metadata, replicas } = object;
    const isIdle = replicas === 0;
    const key = `${namespace}/${groupKindOf(owner)}/${owner.name}`;
    const known = this.#newest.get(key);
    const order = known === undefined ? 1 : compareAge(metadata, known.metadata);
    const idle = isIdle ? [{ object, owner, counts }] : [];
    if (order > 0) this.#newest.set(key, { metadata, idle });
    else if (order === 0) known?.idle.push(...idle);
    return !isIdle;
  }

  /** The newest ReplicaSet of each owner, if it has no replicas. */
  *newest(): Generator<IdleReplicaSet, undefined> {
    for (const { idle } of this.#newest.values()) yield* idle;
  }
}

/**
 * The annotations with the number of a revision: of Deployments (k8s.io/kubernetes v1.37.2, pkg/controller/deployment/util), of Argo Rollouts, and of
 * OpenShift's DeploymentConfigs.
 */
const REVISIONS = [
  "deployment.kubernetes.io/revision",
  "rollout.argoproj.io/revision",
  "openshift.io/deployment-config.latest-version",
];

/** Compares the ages of two ReplicaSets: positive if `a` is newer. A rollback gives an old ReplicaSet a new revision. */
function compareAge(a: ObjectMeta, b: ObjectMeta): number {
  return (
    revisionOf(a) - revisionOf(b) ||
    compareBytes(a.creationTimestamp ?? "", b.creationTimestamp ?? "") ||
    compareBytes(a.name ?? "", b.name ?? "")
  );
}

function revisionOf({ annotations = {} }: ObjectMeta): number {
  const revision = REVISIONS.map((name) => annotations[name]).find((text) => text !== undefined) ?? "";
  return /^\d{1,15}$/.test(revision) ? Number(revision) : 0;
}
