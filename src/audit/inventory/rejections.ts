import { compareBytes } from "../../api/words/byte-order.ts";
import { groupKindOf, namespaceOf, type WorkloadRef } from "../../workloads/identity.ts";
import type { RejectionEvent, WorkloadObject } from "../../workloads/object.ts";
import type { Owners } from "../../workloads/owners.ts";
import type { ObservedRejection } from "../../workloads/status.ts";

/** The rejections of a workload's new pods that were observed. */
export interface ObservedRejections {
  /** From a condition, which a controller keeps up to date. */
  readonly condition?: ObservedRejection;
  /** From an Event, which remains for an hour after the last rejection. */
  readonly event?: Pick<RejectionEvent, "message" | "lastSeen">;
}

/** An object that makes pods. */
interface Maker {
  readonly namespace: string;
  readonly object: WorkloadRef;
  /** Empty if it is not known. */
  readonly uid: string;
}

interface Condition extends Maker {
  readonly rejection: ObservedRejection;
}

/**
 * Collects the conditions of controllers and the Events about pods that Pod Security Admission rejected, in any order. They belong to the workload
 * at the top of the owners: what a ReplicaSet reports is about its Deployment.
 */
export class Rejections {
  /** The objects that make pods now. */
  readonly #makers = new Map<string, Maker>();
  readonly #conditions = new Map<string, Condition>();
  /** The last Event about each object, by its uid. An object of the same name may have existed before. */
  readonly #events = new Map<string, Map<string, RejectionEvent>>();
  readonly #owners: Owners;
  #found: Map<string, ObservedRejections> | undefined;

  /** @param owners the owners of all objects, at the latest when `of` is called */
  constructor(owners: Owners) {
    this.#owners = owners;
  }

  /** Adds an object, in the place that counts. */
  addObject(namespace: string, object: WorkloadObject): void {
    const { apiVersion, kind, metadata, isFinished, replicas, rejection } = object;
    if (kind === "Pod" || kind === "PodTemplate") return;
    const { name = "", uid = "" } = metadata;
    const key = keyOf(namespace, kind, name);
    const maker = { namespace, object: { apiVersion, kind, name }, uid };
    // An Event about an object without replicas is about replicas that it had before.
    if (!isFinished && replicas !== 0) this.#makers.set(key, maker);
    if (rejection !== undefined) this.#conditions.set(key, { ...maker, rejection });
  }

  /** Adds an Event. An Event that comes several times is the same as one. */
  addEvent(event: RejectionEvent): void {
    const { kind, name = "", namespace = "", uid = "" } = event.object;
    const key = keyOf(namespaceOf({ metadata: { namespace } }), kind, name);
    const events = this.#events.get(key) ?? new Map<string, RejectionEvent>();
    this.#events.set(key, events);
    events.set(uid, laterOf(events.get(uid), event));
  }

  /** Finds the rejections of a workload; undefined if there are none. Nothing may be added afterwards. */
  of(namespace: string, workload: WorkloadRef): ObservedRejections | undefined {
    this.#found ??= this.#collect();
    return this.#found.get(workloadKey(namespace, workload));
  }

  #collect(): Map<string, ObservedRejections> {
    const found = new Map<string, ObservedRejections>();
    // In byte order of their keys, so that the order of reading does not matter.
    for (const [, { namespace, object, rejection }] of sorted(this.#conditions)) {
      const key = workloadKey(namespace, this.#owners.topOf(namespace, object));
      const { condition = rejection, ...others } = found.get(key) ?? {};
      found.set(key, { ...others, condition });
    }
    for (const [about, events] of this.#events) {
      const maker = this.#makers.get(about);
      const event = maker && lastAbout(maker, events);
      if (maker === undefined || event === undefined) continue;
      const key = workloadKey(maker.namespace, this.#owners.topOf(maker.namespace, maker.object));
      const { event: known, ...others } = found.get(key) ?? {};
      found.set(key, { ...others, event: laterOf(known, event) });
    }
    return found;
  }
}

/** The last Event about an object. Only a uid tells the object from an earlier one of the same name. */
function lastAbout({ object, uid }: Maker, events: ReadonlyMap<string, RejectionEvent>): RejectionEvent | undefined {
  let last: RejectionEvent | undefined;
  for (const [about, event] of events) {
    const isSame = uid === "" || about === "" || about === uid;
    // An Event need not have the group of its object.
    const isSameKind = event.object.apiVersion === "" || groupKindOf(event.object) === groupKindOf(object);
    if (isSame && isSameKind) last = laterOf(last, event);
  }
  return last;
}

/** Events without a time are older than all others. The API server writes all times in UTC, so their text has their order. */
function laterOf<Event extends Pick<RejectionEvent, "message" | "lastSeen">>(a: Event | undefined, b: Event): Event {
  if (a === undefined) return b;
  const order = compareBytes(a.lastSeen ?? "", b.lastSeen ?? "") || compareBytes(b.message, a.message);
  return order < 0 ? b : a;
}

function sorted<Value>(map: ReadonlyMap<string, Value>): [key: string, value: Value][] {
  return [...map].toSorted(([a], [b]) => compareBytes(a, b));
}

/** No two of the nine kinds have the same name. */
function keyOf(namespace: string, kind: string, name: string): string {
  return `${namespace}/${kind}/${name}`;
}

function workloadKey(namespace: string, ref: WorkloadRef): string {
  return `${namespace}/${groupKindOf(ref)}/${ref.name}`;
}
