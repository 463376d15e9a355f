import type { ObjectMeta } from "../../api/pod.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import { groupKindOf, namespaceOf, type WorkloadRef } from "../../workloads/identity.ts";
import type { RejectionEvent, WorkloadObject } from "../../workloads/object.ts";
import { podPathOf } from "../../workloads/pod-template.ts";
import { controllerOf, type Owners } from "../../workloads/owners.ts";
import type { ObservedRejection } from "../../workloads/status.ts";

/** The rejections of a workload's new pods that were observed. */
export interface ObservedRejections {
  /** From a condition, which a controller keeps up to date. */
  readonly condition?: ObservedRejection;
  /** From an Event, which remains for an hour after the last rejection. */
  readonly event?: ObservedEvent;
}

/** An Event about a rejected pod. */
interface ObservedEvent extends Pick<RejectionEvent, "message" | "lastSeen"> {
  /**
   * The state by the object that makes the pods: it has all its pods, or has made a pod since then (`over`), pods are missing (`lasts`), or
   * nothing (`unknown`).
   */
  readonly state: "over" | "lasts" | "unknown";
}

/** An object that makes pods, or a condition of it. */
interface Maker {
  readonly namespace: string;
  readonly object: WorkloadRef;
  /** Empty if it is not known. */
  readonly uid: string;
}

interface PodMaker extends Maker {
  readonly hasAllPods: boolean | undefined;
}

interface Condition extends Maker {
  readonly rejection: ObservedRejection;
}

/** An Event about an object that was not read. */
export interface UnreadMaker {
  readonly namespace: string;
  readonly object: WorkloadRef;
  readonly message: string;
}

/**
 * Collects the conditions of controllers and the Events about pods that Pod Security Admission rejected, in any order. They belong to the workload
 * at the top of the owners: the report of a ReplicaSet is about its Deployment.
 */
export class Rejections {
  /** The objects that make pods now. */
  readonly #makers = new Map<string, PodMaker>();
  /** The objects that were read and make no pods now. */
  readonly #idle = new Map<string, WorkloadRef>();
  readonly #conditions = new Map<string, Condition>();
  /** The last Event about each object, by its uid. An object of the same name may have existed before. */
  readonly #events = new Map<string, Map<string, RejectionEvent>>();
  /** The time at which the newest pod of each owner was created. */
  readonly #newestPods = new Map<string, string>();
  readonly #owners: Owners;
  #areEventsKnown = false;
  #found: Map<string, ObservedRejections> | undefined;

  /** @param owners the owners of all objects, at the latest when `of` is called */
  constructor(owners: Owners) {
    this.#owners = owners;
  }

  /** No Event will follow, so objects without one need no key. */
  endEvents(): void {
    this.#areEventsKnown = true;
  }

  /** Adds an object, in the place that counts. */
  addObject(namespace: string, object: WorkloadObject): void {
    const { apiVersion, kind, metadata, isFinished, hasAllPods, replicas, rejection } = object;
    const isIrrelevant = this.#areEventsKnown && this.#events.size === 0 && rejection === undefined;
    if (kind === "PodTemplate" || isIrrelevant) return;
    if (kind === "Pod") return this.#addPod(namespace, metadata);
    const { name = "", uid = "" } = metadata;
    const ref = { apiVersion, kind, name };
    const key = keyOf(namespace, ref);
    // A rejection of an object without replicas is about replicas that it had before.
    if (isFinished || replicas === 0) {
      this.#idle.set(key, ref);
      return;
    }
    const maker = { namespace, object: ref, uid };
    this.#makers.set(key, { ...maker, hasAllPods });
    if (rejection !== undefined && hasAllPods !== true) this.#conditions.set(key, { ...maker, rejection });
  }

  #addPod(namespace: string, metadata: ObjectMeta): void {
    const { creationTimestamp } = metadata;
    const owner = controllerOf(metadata);
    if (creationTimestamp === undefined || owner === undefined) return;
    const { apiVersion = "", kind = "", name = "" } = owner;
    const key = keyOf(namespace, { apiVersion, kind, name });
    const newest = this.#newestPods.get(key);
    if (newest === undefined || isLater(creationTimestamp, newest)) this.#newestPods.set(key, creationTimestamp);
  }

  /** Adds an Event. An Event that comes several times is the same as one. */
  addEvent(event: RejectionEvent): void {
    const { apiVersion, kind, name = "", uid = "" } = event.object;
    const key = keyOf(namespaceOfEvent(event), { apiVersion, kind, name });
    const events = this.#events.get(key) ?? new Map<string, RejectionEvent>();
    this.#events.set(key, events);
    events.set(uid, laterOf(events.get(uid), event));
  }

  /** Finds the rejections of a workload; undefined if there are none. Nothing may be added afterwards. */
  of(namespace: string, workload: WorkloadRef): ObservedRejections | undefined {
    this.#found ??= this.#collect();
    // Most clusters have none, and the keys of thousands of workloads cost time.
    return this.#found.size === 0 ? undefined : this.#found.get(workloadKey(namespace, workload));
  }

  /**
   * The last Event about each object that was not read and whose pods are rejected, in byte order.
   *
   * @param isUnread whether such an object exists, as far as is known, although it was not read
   */
  unread(isUnread: (namespace: string, object: WorkloadRef) => boolean): readonly UnreadMaker[] {
    return sorted(this.#events).flatMap(([about, events]) => {
      const [first, ...others] = events.values();
      if (first === undefined) return [];
      const last = others.reduce((a, b) => laterOf(a, b), first);
      const { apiVersion, kind, name = "" } = last.object;
      const object = { apiVersion, kind, name };
      const namespace = namespaceOfEvent(last);
      const read = this.#makers.get(about)?.object ?? this.#idle.get(about);
      if (read !== undefined && (apiVersion === "" || groupKindOf(read) === groupKindOf(object))) return [];
      if (this.#isOver(about, last) || !isUnread(namespace, object)) return [];
      return [{ namespace, object, message: last.message }];
    });
  }

  #isOver(about: string, { lastSeen }: RejectionEvent): boolean {
    const newest = this.#newestPods.get(about);
    return newest !== undefined && lastSeen !== undefined && isLater(newest, lastSeen);
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
      found.set(key, { ...others, event: clearerOf(known, this.#observed(about, maker, event)) });
    }
    return found;
  }

  #observed(about: string, { hasAllPods }: PodMaker, event: RejectionEvent): ObservedEvent {
    const { message, lastSeen } = event;
    const isOver = hasAllPods === true || this.#isOver(about, event);
    const state = isOver ? "over" : hasAllPods === false ? "lasts" : "unknown";
    return { message, ...(lastSeen !== undefined && { lastSeen }), state };
  }
}

/** Of two Events about objects of one workload, the last one that is not over. */
function clearerOf(a: ObservedEvent | undefined, b: ObservedEvent): ObservedEvent {
  if (a === undefined) return b;
  const isOneOver = (a.state === "over") !== (b.state === "over");
  return isOneOver ? (a.state === "over" ? b : a) : laterOf(a, b);
}

/** The length of a time without its fraction and its zone. */
const SECONDS = "2026-01-01T00:00:00".length;

/** Whether a time is in a later second than another: creation times have no fractions. The API server writes all times in UTC. */
function isLater(a: string, b: string): boolean {
  return compareBytes(a.slice(0, SECONDS), b.slice(0, SECONDS)) > 0;
}

function namespaceOfEvent({ object: { namespace = "" } }: RejectionEvent): string {
  return namespaceOf({ metadata: { namespace } });
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

/**
 * Without the group, because an Event need not have it: no two of the nine kinds have the same name. A custom resource may have the name of one, so its group
 * counts.
 */
function keyOf(namespace: string, { apiVersion, kind, name }: WorkloadRef): string {
  const isCustom = apiVersion !== "" && podPathOf({ apiVersion, kind }) === undefined;
  return `${namespace}/${isCustom ? groupKindOf({ apiVersion, kind }) : kind}/${name}`;
}

function workloadKey(namespace: string, ref: WorkloadRef): string {
  return `${namespace}/${groupKindOf(ref)}/${ref.name}`;
}
