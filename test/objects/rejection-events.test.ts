import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readRejectionEvent } from "../../src/objects/rejection-events.ts";
import { itemsOf } from "../audit/items.ts";

const MESSAGE = 'pods "web-5d9c-" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true (pod …)';
const MAKER = { apiVersion: "apps/v1", kind: "ReplicaSet", namespace: "shop", name: "web-5d9c", uid: "u1" };
const CORE = {
  metadata: { name: "e", namespace: "shop", creationTimestamp: "2026-01-01T00:00:00Z" },
  involvedObject: { ...MAKER, resourceVersion: "7" },
  reason: "FailedCreate",
  message: `Error creating: ${MESSAGE}`,
};
const READ = { type: "rejection", object: MAKER, message: MESSAGE } as const;

describe("an Event about a rejected pod", () => {
  it("of v1", () => {
    const times = {
      firstTimestamp: "2026-01-01T10:00:00Z",
      lastTimestamp: "2026-01-01T11:00:00Z",
      eventTime: null,
      series: null,
    };
    assert.deepEqual(readRejectionEvent({ ...CORE, ...times }), { ...READ, lastSeen: "2026-01-01T11:00:00Z" });
  });

  it("of events.k8s.io", () => {
    const { involvedObject: regarding, message: note, ...others } = CORE;
    const times = { eventTime: "2026-01-01T10:00:00.000001Z", deprecatedLastTimestamp: null };
    const event = { ...others, regarding, note, ...times };
    assert.deepEqual(readRejectionEvent(event), { ...READ, lastSeen: times.eventTime });
    const series = { count: 3, lastObservedTime: "2026-01-01T12:00:00.000001Z" };
    assert.deepEqual(readRejectionEvent({ ...event, series }), { ...READ, lastSeen: series.lastObservedTime });
  });

  it("without times has the time of its creation, and without that no time", () => {
    assert.deepEqual(readRejectionEvent(CORE), { ...READ, lastSeen: "2026-01-01T00:00:00Z" });
    for (const time of [undefined, null, 5, "yesterday"]) {
      const metadata = { ...CORE.metadata, creationTimestamp: time };
      assert.deepEqual(readRejectionEvent({ ...CORE, metadata, lastTimestamp: time }), READ);
    }
  });

  it("has the namespace of its object, or else its own", () => {
    const { namespace: _namespace, ...involvedObject } = CORE.involvedObject;
    assert.equal(readRejectionEvent({ ...CORE, involvedObject })?.object.namespace, "shop");
  });

  it("need not have the uid and the group of its object", () => {
    const event = readRejectionEvent({ ...CORE, involvedObject: { kind: "ReplicaSet", name: "web-5d9c" } });
    assert.deepEqual(event?.object, { ...MAKER, apiVersion: "", uid: "" });
  });

  for (const [name, change] of [
    ["another reason", { reason: "SuccessfulCreate" }],
    ["a message about a quota", { message: 'Error creating: pods "a" is forbidden: exceeded quota: q' }],
    ["a message that is no text", { message: [MESSAGE] }],
    ["no object", { involvedObject: undefined }],
    ["an object without a name", { involvedObject: { kind: "ReplicaSet", name: "" } }],
    ["an object whose name is no text", { involvedObject: { kind: "ReplicaSet", name: 5 } }],
    ["an object without a kind", { involvedObject: { name: "web-5d9c" } }],
  ] as const) {
    it(`with ${name} does not count`, () => assert.equal(readRejectionEvent({ ...CORE, ...change }), undefined));
  }
});

it("an Event of a file is an object, and one of another group is no Event", () => {
  for (const [apiVersion, types] of [
    ["v1", ["other", "rejection"]],
    ["events.k8s.io/v1", ["other", "rejection"]],
    ["events.k8s.io/v1beta1", ["other", "rejection"]],
    ["example.com/v1", ["other"]],
  ] as const) {
    const items = itemsOf(JSON.stringify({ apiVersion, kind: "Event", ...CORE }));
    assert.deepEqual(
      items.map(({ type }) => type),
      ["file", ...types],
      apiVersion,
    );
  }
  const list = itemsOf(JSON.stringify({ apiVersion: "v1", kind: "EventList", items: [CORE, CORE] }));
  assert.deepEqual(
    list.map(({ type }) => type),
    ["file", "other", "rejection", "other", "rejection"],
  );
});
