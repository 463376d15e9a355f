import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import type { WorkloadReport } from "../../src/report/report.ts";
import type { ClusterItem } from "../../src/workloads/object.ts";
import { audit, auditCluster, dryRun, namespace, workloadOf } from "./clusters.ts";
import { itemsOf } from "./items.ts";

const ENFORCED = namespace("team-a", { enforce: "restricted" });
const BASELINE = namespace("team-a", { enforce: "baseline" });
const EARLY = "2026-01-01T00:00:00Z";
const LATE = "2026-01-01T01:00:00Z";

/** The API server's message about a pod. */
function messageOf(name: string): string {
  return `pods "${name}" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true (pod must …)`;
}

interface Parts {
  readonly uid?: string;
  readonly replicas?: number;
  readonly owner?: string;
  /** The condition of type ReplicaFailure, by its message. */
  readonly failure?: string;
  readonly spec?: object;
}

/** A controller of team-a in JSON. */
function controller(type: string, name: string, { uid, replicas, owner, failure, spec = {} }: Parts = {}): string {
  const [apiVersion = "", kind = ""] = type.split(" ");
  const [ownerKind, ownerName] = (owner ?? "").split("/");
  const ownerReferences = [{ apiVersion, kind: ownerKind, name: ownerName, uid: "o", controller: true }];
  const metadata = { name, namespace: "team-a", uid, ...(owner !== undefined && { ownerReferences }) };
  const template = { spec: { containers: [{ name: "c", image: "i" }] } };
  const of = kind === "CronJob" ? { jobTemplate: { spec: { template } } } : { replicas, template };
  const status =
    failure === undefined ? {} : { conditions: [{ type: "ReplicaFailure", status: "True", message: failure }] };
  return `---\n${JSON.stringify({ apiVersion, kind, metadata, spec: { ...of, ...spec }, status })}\n`;
}

/** A running pod of team-a, with an owner. */
function podOf(owner: string, name: string): string {
  const [kind, ownerName] = owner.split("/");
  const ownerReferences = [{ apiVersion: "apps/v1", kind, name: ownerName, uid: "o", controller: true }];
  const metadata = { name, namespace: "team-a", ownerReferences };
  return `---\n${JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata, spec: { containers: [] }, status: { phase: "Running" } })}\n`;
}

/** An Event about a rejected pod of an object. */
function event(
  type: string,
  name: string,
  { uid, pod = "web-", seen = EARLY, namespace: of = "team-a" } = {} as {
    uid?: string;
    pod?: string;
    seen?: string;
    namespace?: string;
  },
): string {
  const [apiVersion = "", kind = ""] = type.split(" ");
  const involvedObject = { apiVersion, kind, name, namespace: of, uid };
  const message = `Error creating: ${messageOf(pod)}`;
  const metadata = { name: `${name}.${pod}${seen}`, namespace: of };
  return `---\n${JSON.stringify({ apiVersion: "v1", kind: "Event", metadata, involvedObject, reason: "FailedCreate", message, lastTimestamp: seen })}\n`;
}

const DEPLOYMENT = "apps/v1 Deployment";
const REPLICA_SET = "apps/v1 ReplicaSet";
const JOB = "batch/v1 Job";
const FROM_EVENT = { message: messageOf("web-"), from: "event", lastSeen: EARLY } as const;

function rejectionOf(dump: string, name = "web"): WorkloadReport["rejection"] {
  return workloadOf(audit(dump), name).rejection;
}

describe("a rejection from a condition", () => {
  const message = messageOf("web-5d9c-");
  const condition = { message, from: "condition" } as const;
  const link = controller(REPLICA_SET, "web-5d9c", { owner: "Deployment/web", failure: message });
  for (const [name, dump] of [
    ["of the workload itself", controller(DEPLOYMENT, "web", { failure: message })],
    ["of its ReplicaSet", controller(DEPLOYMENT, "web") + link],
    ["of its ReplicaSet, before it", link + controller(DEPLOYMENT, "web")],
    ["of the ReplicaSet of a Deployment that was not read", link],
    ["and not from an Event", controller(DEPLOYMENT, "web", { failure: message }) + event(DEPLOYMENT, "web")],
  ] as const) {
    it(name, () => assert.deepEqual(rejectionOf(ENFORCED + dump), condition));
  }
  it("counts whatever the simulation says, and with all pods there", () => {
    const dump = controller(DEPLOYMENT, "web", { failure: message }) + podOf("Deployment/web", "web-0");
    assert.deepEqual(rejectionOf(BASELINE + dump), condition);
  });
  it("of an earlier place of the object does not count", () => {
    const dump = controller(DEPLOYMENT, "web", { failure: message }) + controller(DEPLOYMENT, "web");
    assert.equal(rejectionOf(ENFORCED + dump), null);
  });
  it("is the workload's own before that of its ReplicaSets", () => {
    const own = messageOf("own-");
    const dump = controller(DEPLOYMENT, "web", { failure: own }) + link;
    assert.equal(rejectionOf(ENFORCED + dump)?.message, own);
  });
});

describe("a rejection from an Event", () => {
  const deployment =
    controller(DEPLOYMENT, "web") + controller(REPLICA_SET, "web-5d9c", { uid: "r1", owner: "Deployment/web" });
  for (const [name, dump] of [
    ["about the workload", controller("apps/v1 StatefulSet", "web") + event("apps/v1 StatefulSet", "web")],
    ["about its ReplicaSet", deployment + event(REPLICA_SET, "web-5d9c", { uid: "r1" })],
    ["about its ReplicaSet, before it", event(REPLICA_SET, "web-5d9c", { uid: "r1" }) + deployment],
    ["without a uid", deployment + event(REPLICA_SET, "web-5d9c")],
    ["without a group", deployment + event(" ReplicaSet", "web-5d9c")],
    [
      "about the Job of a CronJob",
      controller("batch/v1 CronJob", "web") + controller(JOB, "web-1", { owner: "CronJob/web" }) + event(JOB, "web-1"),
    ],
    ["twice", deployment + event(REPLICA_SET, "web-5d9c").repeat(2)],
  ] as const) {
    it(`${name} counts`, () => assert.deepEqual(rejectionOf(ENFORCED + dump), FROM_EVENT));
  }

  for (const [name, dump] of [
    ["about an earlier object of the name", deployment + event(REPLICA_SET, "web-5d9c", { uid: "r0" })],
    ["about an object of another group", deployment + event("example.com/v1 ReplicaSet", "web-5d9c")],
    ["about an object that is not there", deployment + event(REPLICA_SET, "web-6e8d")],
    ["about another namespace", deployment + event(REPLICA_SET, "web-5d9c", { namespace: "team-b" })],
    [
      "about a ReplicaSet without replicas",
      deployment +
        controller(REPLICA_SET, "web-old", { owner: "Deployment/web", replicas: 0 }) +
        event(REPLICA_SET, "web-old"),
    ],
    ["about a Pod", deployment + event("v1 Pod", "web")],
  ] as const) {
    it(`${name} does not count`, () => assert.equal(rejectionOf(ENFORCED + dump), null));
  }

  it("about a finished Job does not count", () => {
    const job = controller(JOB, "web").replace(
      '"status":{}',
      '"status":{"conditions":[{"type":"Failed","status":"True"}]}',
    );
    assert.equal(rejectionOf(ENFORCED + job + event(JOB, "web")), null);
  });

  it("that is the last one is reported, in any order", () => {
    const events = [
      event(REPLICA_SET, "web-5d9c", { pod: "a-", seen: EARLY }),
      event(REPLICA_SET, "web-5d9c", { pod: "b-", seen: LATE, uid: "r1" }),
      event(REPLICA_SET, "web-5d9c", { pod: "c-", seen: LATE, uid: "r0" }),
    ];
    for (const order of [events, events.toReversed()]) {
      assert.deepEqual(rejectionOf(ENFORCED + deployment + order.join("")), {
        message: messageOf("b-"),
        from: "event",
        lastSeen: LATE,
      });
    }
  });

  for (const [name, labels, replicas, pods, counts] of [
    ["the next pod is rejected, and all pods run", ENFORCED, 1, 1, true],
    ["the next pod is allowed, and a pod is missing", BASELINE, 2, 1, true],
    ["the next pod is allowed, and no pod runs", BASELINE, 1, 0, true],
    ["the next pod is allowed, and all pods run", BASELINE, 1, 1, false],
    ["the next pod is allowed, and no pod is wanted", BASELINE, 0, 0, false],
  ] as const) {
    it(`${counts ? "counts" : "does not count"} where ${name}`, () => {
      const set = controller("apps/v1 StatefulSet", "web", { replicas });
      const running = Array.from({ length: pods }, (_, index) => podOf("StatefulSet/web", `web-${index}`));
      const dump = labels + set + running.join("") + event("apps/v1 StatefulSet", "web");
      assert.deepEqual(rejectionOf(dump), counts ? FROM_EVENT : null);
    });
  }

  it("of a workload that wants an unknown number of pods counts where none runs", () => {
    const daemon = BASELINE + controller("apps/v1 DaemonSet", "web") + event("apps/v1 DaemonSet", "web");
    assert.deepEqual(rejectionOf(daemon), FROM_EVENT);
    assert.equal(rejectionOf(daemon + podOf("DaemonSet/web", "web-a")), null);
  });
});

test("in a dry run, the labels of now decide whether an Event counts", () => {
  const dump =
    controller("apps/v1 StatefulSet", "web") + podOf("StatefulSet/web", "web-0") + event("apps/v1 StatefulSet", "web");
  const changes = { enforce: { type: "set", level: "restricted", version: undefined } } as const;
  assert.equal(workloadOf(dryRun(BASELINE + dump, changes), "web").rejection, null);
  assert.deepEqual(workloadOf(dryRun(ENFORCED + dump, changes), "web").rejection, FROM_EVENT);
});

test("Events of a cluster come last, and count as no objects", async () => {
  const items = itemsOf(ENFORCED + controller(DEPLOYMENT, "web")).filter(({ type }) => type !== "file");
  const events: readonly ClusterItem[] = itemsOf(event(DEPLOYMENT, "web")).filter(({ type }) => type === "rejection");
  const report = await auditCluster([...items, ...events]);
  assert.deepEqual(workloadOf(report, "web").rejection, FROM_EVENT);
  assert.equal(report.summary.objects, 2);
});

const NO_EVENTS = "without Events, only conditions show which pods are rejected now";

test("Events that may not be listed are one note, and change nothing else", async () => {
  const items = itemsOf(ENFORCED + controller(DEPLOYMENT, "web")).filter(({ type }) => type !== "file");
  const missing: ClusterItem = { type: "missing-events", message: "events is forbidden", isForbidden: true };
  const [with_, without] = await Promise.all([auditCluster(items), auditCluster([...items, missing, missing])]);
  assert.deepEqual(without.notes, [
    {
      severity: "info",
      code: "no-events",
      message:
        "the user may not list Events, so only conditions show which pods are rejected now; the right to list events is optional",
      source: null,
    },
  ]);
  assert.deepEqual({ ...without, notes: [] }, with_);
});

test("if Events cannot be listed for another reason, the note has the reason", async () => {
  const { notes } = await auditCluster([{ type: "missing-events", message: "events: broken", isForbidden: false }]);
  assert.deepEqual(
    notes.map(({ code, message }) => [code, message]),
    [["no-events", `${NO_EVENTS}: events: broken`]],
  );
});
