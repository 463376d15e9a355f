import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import type { WorkloadReport } from "../../src/report/report.ts";
import type { ClusterItem } from "../../src/workloads/cluster-item.ts";
import { audit, auditCluster, dryRun, namespace, workloadOf, type Setting } from "./clusters.ts";
import { itemsOf } from "./items.ts";

const ENFORCED = namespace("team-a", { enforce: "restricted" });
const BASELINE = namespace("team-a", { enforce: "baseline" });
/** The unknown defaults of the API server may reject pods. */
const UNLABELLED = namespace("team-a");
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
  readonly generation?: number;
  readonly status?: object;
}

/** A controller of team-a in JSON. */
function controller(
  type: string,
  name: string,
  { uid, replicas, owner, failure, spec = {}, generation, status: counts = {} }: Parts = {},
): string {
  const [apiVersion = "", kind = ""] = type.split(" ");
  const [ownerKind, ownerName] = (owner ?? "").split("/");
  const ownerReferences = [{ apiVersion, kind: ownerKind, name: ownerName, uid: "o", controller: true }];
  const metadata = { name, namespace: "team-a", uid, generation, ...(owner !== undefined && { ownerReferences }) };
  const template = { spec: { containers: [{ name: "c", image: "i" }] } };
  const of = kind === "CronJob" ? { jobTemplate: { spec: { template } } } : { replicas, template };
  const status =
    failure === undefined ? {} : { conditions: [{ type: "ReplicaFailure", status: "True", message: failure }] };
  return `---\n${JSON.stringify({ apiVersion, kind, metadata, spec: { ...of, ...spec }, status: { ...counts, ...status } })}\n`;
}

/** A running pod of team-a, with an owner. */
function podOf(owner: string, name: string, creationTimestamp?: string): string {
  const [kind, ownerName] = owner.split("/");
  const apiVersion = kind === "CloneSet" ? "apps.kruise.io/v1alpha1" : "apps/v1";
  const ownerReferences = [{ apiVersion, kind, name: ownerName, uid: "o", controller: true }];
  const metadata = { name, namespace: "team-a", ownerReferences, creationTimestamp };
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
  it("counts with any result of the simulation, and with existing pods", () => {
    const dump = controller(DEPLOYMENT, "web", { failure: message }) + podOf("Deployment/web", "web-0");
    assert.deepEqual(rejectionOf(UNLABELLED + dump), condition);
    const lenient = message.replace("restricted", "baseline");
    // A webhook may add fields that violate.
    assert.deepEqual(rejectionOf(BASELINE + dump.replace(/restricted(?=:latest)/, "baseline")), {
      ...condition,
      message: lenient,
    });
  });
  for (const [name, dump, counts] of [
    [
      "by another policy than the labels of now counts only if that rejects, too",
      BASELINE + controller(DEPLOYMENT, "web", { failure: message }),
      false,
    ],
    [
      "of a controller without replicas does not count",
      UNLABELLED + controller(DEPLOYMENT, "web", { failure: message, replicas: 0 }),
      false,
    ],
    [
      "of an earlier spec does not count",
      UNLABELLED +
        controller(DEPLOYMENT, "web", { failure: message, generation: 2, status: { observedGeneration: 1 } }),
      false,
    ],
    [
      "of the present spec counts",
      UNLABELLED +
        controller(DEPLOYMENT, "web", { failure: message, generation: 2, status: { observedGeneration: 2 } }),
      true,
    ],
    [
      "of a controller that has all its pods does not count",
      UNLABELLED + controller(REPLICA_SET, "web", { failure: message, status: { replicas: 1 } }),
      false,
    ],
    [
      "of a rollout counts while the pods of the earlier template run",
      UNLABELLED +
        controller(DEPLOYMENT, "web", {
          failure: message,
          status: { observedGeneration: 1, replicas: 1, updatedReplicas: 0 },
        }) +
        podOf("Deployment/web", "web-0"),
      true,
    ],
  ] as const) {
    it(name, () => assert.deepEqual(rejectionOf(dump), counts ? condition : null));
  }
  it("in an earlier place of the object does not count", () => {
    const dump = controller(DEPLOYMENT, "web", { failure: message }) + controller(DEPLOYMENT, "web");
    assert.equal(rejectionOf(ENFORCED + dump), null);
  });
  it("of the workload takes precedence over that of its ReplicaSets", () => {
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

  it("is reported if it is the last one, in any order", () => {
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
    ["the next pod is allowed, and a pod is missing", UNLABELLED, 2, 1, true],
    ["the next pod is allowed, and no pod runs", UNLABELLED, 1, 0, true],
    ["the next pod is allowed, and all pods run", UNLABELLED, 1, 1, false],
    ["the next pod is allowed, and no pod is wanted", UNLABELLED, 0, 0, false],
    ["a pod is missing, and the current labels have another policy", BASELINE, 1, 0, false],
  ] as const) {
    it(`${counts ? "counts" : "does not count"} if ${name}`, () => {
      const set = controller("apps/v1 StatefulSet", "web", { replicas });
      const running = Array.from({ length: pods }, (_, index) => podOf("StatefulSet/web", `web-${index}`));
      const dump = labels + set + running.join("") + event("apps/v1 StatefulSet", "web");
      assert.deepEqual(rejectionOf(dump), counts ? FROM_EVENT : null);
    });
  }

  it("of a workload with an unknown number of replicas counts if no pod runs", () => {
    const daemon = UNLABELLED + controller("apps/v1 DaemonSet", "web") + event("apps/v1 DaemonSet", "web");
    assert.deepEqual(rejectionOf(daemon), FROM_EVENT);
    assert.equal(rejectionOf(daemon + podOf("DaemonSet/web", "web-a")), null);
  });
});

describe("a controller's status, and an Event about it", () => {
  const SET = "apps/v1 StatefulSet";
  const BEFORE = "2025-12-31T23:59:59Z";
  const AFTER = "2026-01-01T00:00:01Z";
  const statusOf = (kind: string, status: object, spec: object = {}): string =>
    UNLABELLED + controller(`${kind === "Job" ? "batch" : "apps"}/v1 ${kind}`, "web", { status, spec });
  const cases: readonly (readonly [name: string, dump: string, counts: boolean])[] = [
    ["a StatefulSet with all pods", statusOf("StatefulSet", { replicas: 3 }, { replicas: 3 }), false],
    ["a StatefulSet without one", statusOf("StatefulSet", { replicas: 2 }, { replicas: 3 }), true],
    [
      "a DaemonSet with all pods",
      statusOf("DaemonSet", { currentNumberScheduled: 3, desiredNumberScheduled: 3 }),
      false,
    ],
    [
      "a DaemonSet without one, and another runs",
      statusOf("DaemonSet", { currentNumberScheduled: 2, desiredNumberScheduled: 3 }) + podOf("DaemonSet/web", "web-a"),
      true,
    ],
    [
      "a DaemonSet with all pods, of an earlier template",
      statusOf("DaemonSet", {
        observedGeneration: 2,
        currentNumberScheduled: 3,
        desiredNumberScheduled: 3,
      }),
      true,
    ],
    [
      "a DaemonSet with all pods, of its template",
      statusOf("DaemonSet", {
        observedGeneration: 2,
        currentNumberScheduled: 3,
        desiredNumberScheduled: 3,
        updatedNumberScheduled: 3,
      }),
      false,
    ],
    [
      "a Job with all pods",
      statusOf("Job", { startTime: EARLY, active: 2 }, { parallelism: 2, completions: 9 }),
      false,
    ],
    ["a Job without one", statusOf("Job", { startTime: EARLY, active: 1 }, { parallelism: 2, completions: 9 }), true],
    [
      "a Job whose last pods run",
      statusOf("Job", { startTime: EARLY, active: 1, succeeded: 8 }, { parallelism: 2, completions: 9 }),
      false,
    ],
    ["a Job that is suspended", statusOf("Job", { startTime: EARLY }, { suspend: true }), false],
    [
      "a StatefulSet that made a pod since then",
      statusOf("StatefulSet", { replicas: 2 }, { replicas: 3 }) + podOf("StatefulSet/web", "web-0", AFTER),
      false,
    ],
    [
      "a StatefulSet that made a pod before",
      statusOf("StatefulSet", { replicas: 2 }, { replicas: 3 }) + podOf("StatefulSet/web", "web-0", BEFORE),
      true,
    ],
    [
      "a StatefulSet that made a pod in the same second",
      statusOf("StatefulSet", { replicas: 2 }, { replicas: 3 }) + podOf("StatefulSet/web", "web-0", EARLY),
      true,
    ],
    [
      "a StatefulSet whose status is that of an earlier spec",
      UNLABELLED + controller(SET, "web", { generation: 2, status: { observedGeneration: 1, replicas: 1 } }),
      true,
    ],
  ];
  for (const [name, dump, counts] of cases) {
    it(`${name}: it ${counts ? "counts" : "does not count"}`, () => {
      const type = /"apiVersion":"((?:apps|batch)\/v1)","kind":"(\w+)"/.exec(dump);
      const { message } = FROM_EVENT;
      const rejection = rejectionOf(dump + event(`${type?.[1]} ${type?.[2]}`, "web"));
      assert.deepEqual(rejection, counts ? { message, from: "event", lastSeen: EARLY } : null);
    });
  }

  it("counts for its own ReplicaSet: the pods of the earlier ReplicaSet run, and the new one has no pods", () => {
    const of = (name: string, uid: string, replicas: number) =>
      controller(REPLICA_SET, name, { uid, owner: "Deployment/web", replicas: 1, status: { replicas } });
    const dump =
      UNLABELLED +
      controller(DEPLOYMENT, "web") +
      of("web-old", "r1", 1) +
      of("web-new", "r2", 0) +
      podOf("ReplicaSet/web-old", "web-old-0");
    assert.deepEqual(rejectionOf(dump + event(REPLICA_SET, "web-new", { uid: "r2" })), FROM_EVENT);
    assert.equal(rejectionOf(dump + event(REPLICA_SET, "web-old", { uid: "r1" })), null);
    const both =
      event(REPLICA_SET, "web-old", { uid: "r1", seen: LATE }) + event(REPLICA_SET, "web-new", { uid: "r2" });
    assert.deepEqual(rejectionOf(dump + both), FROM_EVENT);
  });
});

describe("an Event about a controller that was not read", () => {
  const CLONE_SET = "apps.kruise.io/v1alpha1 CloneSet";
  const notesOf = (dump: string, setting: Setting = {}) =>
    audit(dump, setting)
      .notes.filter(({ code }) => code === "unread-controller")
      .map(({ severity, code, message }) => [severity, code, message]);
  const NOTE = [
    "warning",
    "unread-controller",
    `CloneSet team-a/web was not read, and its pods are rejected: ${messageOf("web-")}`,
  ];
  for (const [name, dump, notes] of [
    [
      "has a note, once",
      ENFORCED + event(CLONE_SET, "web", { uid: "a" }) + event(CLONE_SET, "web", { uid: "b" }),
      [NOTE],
    ],
    [
      "has no note if a pod was created since then",
      ENFORCED + event(CLONE_SET, "web") + podOf("CloneSet/web", "web-0", LATE),
      [],
    ],
    ["has no note in a namespace outside of the run", event(CLONE_SET, "web", { namespace: "team-b" }), []],
    ["has no note for a kind that is read: the controller was deleted", ENFORCED + event(DEPLOYMENT, "gone"), []],
    [
      "has one also if a workload of another group has its kind and name",
      ENFORCED + controller(JOB, "web") + event("batch.volcano.sh/v1alpha1 Job", "web"),
      [["warning", "unread-controller", NOTE[2]?.replace("CloneSet", "Job")]],
    ],
  ] as const) {
    it(name, () => {
      assert.deepEqual(notesOf(dump, { includes: (one) => one === "team-a" }), notes);
    });
  }
  it("has a note if some objects of its kind could not be read", () => {
    const broken = `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: team-a}\nspec: 1\n`;
    assert.deepEqual(notesOf(ENFORCED + broken + event(DEPLOYMENT, "web")), [
      ["warning", "unread-controller", NOTE[2]?.replace("CloneSet", "Deployment")],
    ]);
  });
});

test("an Event about an object that was read and makes no pods has no note, even if others could not be read", () => {
  const broken = `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: other, namespace: team-a}\nspec: 1\n`;
  const idle = controller(DEPLOYMENT, "web", { spec: { replicas: 0 } });
  const { notes } = audit(ENFORCED + broken + idle + event(DEPLOYMENT, "web"));
  assert.deepEqual(
    notes.filter(({ code }) => code === "unread-controller"),
    [],
  );
});

test("in a dry run, the current labels decide whether an Event counts", () => {
  const dump =
    controller("apps/v1 StatefulSet", "web") + podOf("StatefulSet/web", "web-0") + event("apps/v1 StatefulSet", "web");
  const changes = { enforce: { type: "set", level: "restricted", version: undefined } } as const;
  assert.equal(workloadOf(dryRun(BASELINE + dump, changes), "web").rejection, null);
  assert.deepEqual(workloadOf(dryRun(ENFORCED + dump, changes), "web").rejection, FROM_EVENT);
});

test("Events of a cluster come last, and are not counted as objects", async () => {
  const items = itemsOf(ENFORCED + controller(DEPLOYMENT, "web")).filter(({ type }) => type !== "file");
  const events: readonly ClusterItem[] = itemsOf(event(DEPLOYMENT, "web")).filter(({ type }) => type === "rejection");
  const report = await auditCluster([...items, ...events]);
  assert.deepEqual(workloadOf(report, "web").rejection, FROM_EVENT);
  assert.equal(report.summary.objects, 2);
});

const NO_EVENTS = "without Events, only conditions show which pods are rejected now";

test("forbidden Events are one note, and change nothing else", async () => {
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
