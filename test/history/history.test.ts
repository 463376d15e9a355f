import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { HistoryNamespace, HistoryWorkload } from "../../src/report/audit-history/history-report.ts";
import { auditEvent, type EventParts } from "../sources/logs/events.ts";
import type { EventObject } from "../sources/logs/envelopes.ts";
import { historyOf, shopHistory, type Setting } from "./read.ts";

const PREFIX = "pod-security.kubernetes.io/";
const ROOT = 'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)';
const PRIVILEGED = 'privileged (container "a" must not set securityContext.privileged=true)';
const WOULD = `would violate PodSecurity "restricted:latest": ${ROOT}`;
const WOULD_BASELINE = `would violate PodSecurity "baseline:latest": ${PRIVILEGED}`;
const DENIED = `is forbidden: violates PodSecurity "baseline:latest": ${PRIVILEGED}`;
const RS = "system:serviceaccount:kube-system:replicaset-controller";
const DEPLOYMENT: EventParts = { group: "apps", resource: "deployments", name: "web" };
const AUDITED: Setting = { namespaces: { shop: { enforce: "baseline", audit: "restricted" } } };
const at = (day: number): string => `2026-11-${String(day).padStart(2, "0")}T12:00:00.000000Z`;

/** The annotations of a judged pod. */
function judged(enforce: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const all = { "enforce-policy": `${enforce}:latest`, ...more };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [PREFIX + name, value]));
}

const CLEAN = auditEvent({ name: "a", annotations: judged("baseline") });
const violating = (parts: EventParts = {}): EventObject =>
  auditEvent({ ...parts, annotations: { [`${PREFIX}audit-violations`]: WOULD, ...parts.annotations } });

function verdictOf({ verdict }: HistoryNamespace): string {
  if (verdict.type === "unknown") return `unknown ${verdict.reason}`;
  const level = verdict.version === "latest" ? verdict.level : `${verdict.level}:${verdict.version}`;
  return verdict.type === "blocked" ? `blocked ${level} ${verdict.workloads}` : `${verdict.type} ${level}`;
}

const namespaceWrite = (day: number, parts: EventParts): EventObject =>
  auditEvent({ verb: "patch", resource: "namespaces", name: "shop", time: at(day), ...parts });
const labelled = (labels: Readonly<Record<string, string | null>>): EventParts => ({
  request: { metadata: { labels } },
});

/** Events, the labels of now, and the verdict. */
const VERDICTS: Readonly<Record<string, readonly [events: readonly EventObject[], setting: Setting, verdict: string]>> =
  {
    "a judged pod without a violation": [[CLEAN], AUDITED, "could-enforce restricted"],
    "no pod": [[auditEvent({ verb: "get", name: "a" })], AUDITED, "not-seen restricted"],
    "a dry run": [[auditEvent({ dryRun: true, annotations: judged("baseline") })], AUDITED, "not-seen restricted"],
    "a violation in a dry run": [[CLEAN, violating({ dryRun: true, name: "b" })], AUDITED, "could-enforce restricted"],
    "the stage RequestReceived": [[violating({ stage: "RequestReceived" })], AUDITED, "not-seen restricted"],
    "a violation": [[CLEAN, violating({ name: "b" })], AUDITED, "blocked restricted 1"],
    "a violation in a request that panics": [
      [violating({ name: "b", stage: "Panic", code: 500 })],
      AUDITED,
      "blocked restricted 1",
    ],
    "a pinned version": [
      [CLEAN],
      { namespaces: { shop: { enforce: "baseline", audit: "restricted", "audit-version": "v1.25" } } },
      "could-enforce restricted:v1.25",
    ],
    "no labels": [[CLEAN], {}, "unknown no-labels"],
    "no labels and a violation": [[CLEAN, violating({ name: "b" })], {}, "blocked restricted 1"],
    "audit as strict as enforce": [[CLEAN], { namespaces: { shop: { enforce: "baseline" } } }, "unknown not-audited"],
    "the strictest level": [[CLEAN], { namespaces: { shop: { enforce: "restricted" } } }, "enforced restricted"],
    "a namespace that does not exist": [[CLEAN], { namespaces: { "kube-system": {} }, hasAll: true }, "unknown gone"],
    "an exempt namespace by the configuration": [
      [CLEAN],
      {
        ...AUDITED,
        configuration: {
          defaults: { enforce: policy("privileged"), audit: policy("restricted"), warn: policy("privileged") },
          exemptions: { namespaces: ["shop"], usernames: [], runtimeClasses: [] },
        },
      },
      "unknown exempt",
    ],
    "an exempt namespace by the log": [
      [auditEvent({ annotations: { [`${PREFIX}exempt`]: "namespace" } })],
      AUDITED,
      "unknown exempt",
    ],
    "only exempt pods": [
      [auditEvent({ annotations: { [`${PREFIX}exempt`]: "user" } })],
      AUDITED,
      "not-seen restricted",
    ],
    "the default of the configuration": [
      [CLEAN],
      {
        namespaces: { shop: {} },
        configuration: {
          defaults: { enforce: policy("privileged"), audit: policy("restricted"), warn: policy("privileged") },
          exemptions: { namespaces: [], usernames: [], runtimeClasses: [] },
        },
      },
      "could-enforce restricted",
    ],
    "a pod without annotations": [[CLEAN, auditEvent({ name: "b" })], AUDITED, "unknown not-judged"],
    "a pod that was not created": [
      [auditEvent({ name: "b", code: 409, message: "exists" })],
      AUDITED,
      "not-seen restricted",
    ],
    "a policy that cannot be read": [
      [auditEvent({ name: "b", annotations: judged("restricted", { error: "Failed to parse policy: x" }) })],
      AUDITED,
      "unknown errors",
    ],
    "labels that were set before the pods": [
      [namespaceWrite(1, labelled({ [`${PREFIX}audit`]: "restricted" })), CLEAN],
      AUDITED,
      "could-enforce restricted",
    ],
    "labels that were set after the pods": [
      [namespaceWrite(25, labelled({ [`${PREFIX}audit`]: "restricted" })), CLEAN],
      AUDITED,
      "unknown policy-changed",
    ],
    "other labels that were set after the pods": [
      [namespaceWrite(25, labelled({ team: "a" })), CLEAN],
      AUDITED,
      "could-enforce restricted",
    ],
    "a write of the namespace without its object": [[namespaceWrite(25, {}), CLEAN], AUDITED, "unknown policy-changed"],
    "a JSON patch": [
      [namespaceWrite(25, { request: [{ op: "remove", path: "/metadata/labels/x" }] }), CLEAN],
      AUDITED,
      "unknown policy-changed",
    ],
    "a server-side apply": [
      [namespaceWrite(25, { request: { kind: "Namespace", metadata: { labels: { team: "a" } } } }), CLEAN],
      AUDITED,
      "unknown policy-changed",
    ],
    "a patch that removes all labels": [
      [namespaceWrite(25, { request: { metadata: { labels: null } } }), CLEAN],
      AUDITED,
      "unknown policy-changed",
    ],
    "a patch that replaces all labels": [
      [namespaceWrite(25, { request: { metadata: { labels: { $patch: "replace", team: "a" } } } }), CLEAN],
      AUDITED,
      "unknown policy-changed",
    ],
    "a write of the namespace that failed": [
      [namespaceWrite(25, { code: 403, message: "no" }), CLEAN],
      AUDITED,
      "could-enforce restricted",
    ],
    "a dry run of other labels": [[namespaceWrite(25, { dryRun: true }), CLEAN], AUDITED, "could-enforce restricted"],
    "a namespace that was created in the log, and labels that are not known": [
      [
        namespaceWrite(1, {
          verb: "create",
          request: {
            kind: "Namespace",
            metadata: { labels: { [`${PREFIX}audit`]: "restricted", [`${PREFIX}enforce`]: "baseline" } },
          },
        }),
        CLEAN,
      ],
      {},
      "could-enforce restricted",
    ],
    "other labels now than in the log": [
      [
        namespaceWrite(1, {
          verb: "create",
          request: { kind: "Namespace", metadata: { labels: { [`${PREFIX}audit`]: "baseline" } } },
        }),
        CLEAN,
      ],
      AUDITED,
      "unknown policy-changed",
    ],
    "a violation of an earlier audit policy": [
      [CLEAN, auditEvent({ ...DEPLOYMENT, annotations: { [`${PREFIX}audit-violations`]: WOULD } })],
      { namespaces: { shop: { audit: "baseline" } } },
      "unknown policy-changed",
    ],
    "a violation of baseline under a stricter audit policy": [
      [
        CLEAN,
        auditEvent({
          ...DEPLOYMENT,
          annotations: {
            [`${PREFIX}audit-violations`]: `would violate PodSecurity "restricted:latest": ${PRIVILEGED}`,
          },
        }),
      ],
      { namespaces: { shop: { audit: "baseline" } } },
      "blocked baseline 1",
    ],
    "a rejected pod": [
      [CLEAN, auditEvent({ name: "b", code: 403, message: `pods "b" ${DENIED}`, annotations: judged("baseline") })],
      AUDITED,
      "blocked restricted 1",
    ],
    "a message that only mentions a violation": [
      [
        CLEAN,
        auditEvent({
          name: "b",
          code: 403,
          message: `pods is forbidden: User "violates PodSecurity "baseline:latest": ${PRIVILEGED}" cannot`,
        }),
      ],
      AUDITED,
      "could-enforce restricted",
    ],
    "a response with another code": [
      [CLEAN, auditEvent({ verb: "patch", name: "b", code: 200, message: `pods "b" ${DENIED}` })],
      AUDITED,
      "could-enforce restricted",
    ],
    "a Deployment that was fixed": [
      [violating({ ...DEPLOYMENT, time: at(2) }), auditEvent({ ...DEPLOYMENT, verb: "update", time: at(3) }), CLEAN],
      AUDITED,
      "could-enforce restricted",
    ],
    "a Deployment that was fixed and broken again": [
      [
        violating({ ...DEPLOYMENT, time: at(2) }),
        auditEvent({ ...DEPLOYMENT, verb: "update", time: at(3) }),
        violating({ ...DEPLOYMENT, verb: "patch", time: at(4) }),
      ],
      AUDITED,
      "blocked restricted 1",
    ],
    "a Deployment that was written while nothing was audited": [
      [
        violating({ ...DEPLOYMENT, time: at(2) }),
        auditEvent({ ...DEPLOYMENT, verb: "update", time: at(3) }),
        namespaceWrite(4, labelled({ [`${PREFIX}audit`]: "restricted" })),
      ],
      AUDITED,
      "blocked restricted 1",
    ],
    "a Deployment whose scale was changed": [
      [
        violating({ ...DEPLOYMENT, time: at(2) }),
        auditEvent({ ...DEPLOYMENT, verb: "patch", subresource: "scale", time: at(3) }),
      ],
      AUDITED,
      "blocked restricted 1",
    ],
    "a Deployment that was deleted": [
      [violating({ ...DEPLOYMENT, time: at(2) }), auditEvent({ ...DEPLOYMENT, verb: "delete", time: at(3) }), CLEAN],
      AUDITED,
      "could-enforce restricted",
    ],
  };

function policy(level: "privileged" | "baseline" | "restricted") {
  return { level, version: { text: "latest", minor: Infinity }, from: "configuration" as const };
}

describe("the verdict about a namespace", () => {
  for (const [name, [events, setting, verdict]] of Object.entries(VERDICTS)) {
    it(`${name}: ${verdict}`, async () => assert.equal(verdictOf(await shopHistory(events, setting)), verdict));
  }
});

function names(workloads: readonly HistoryWorkload[]): readonly string[] {
  return workloads.map(({ kind, name }) => `${kind} ${name}`);
}

const owned = (kind: string, name: string): EventParts => ({
  user: RS,
  request: { metadata: { generateName: `${name}-`, ownerReferences: [{ kind, name, controller: true }] } },
});

/** Events with a violation, and the workloads that they belong to. */
const MAKERS: Readonly<Record<string, readonly [events: readonly EventObject[], workloads: readonly string[]]>> = {
  "a pod with a name": [[violating({ name: "b" })], ["Pod b"]],
  "a controller": [[violating(DEPLOYMENT)], ["Deployment web"]],
  "the owner in the request": [[violating(owned("ReplicaSet", "web-5d4f"))], ["ReplicaSet web-5d4f"]],
  "the Deployment of a ReplicaSet": [
    [violating(owned("ReplicaSet", "web-5d4f")), auditEvent({ ...DEPLOYMENT, verb: "update", subresource: "status" })],
    ["Deployment web"],
  ],
  "a ReplicaSet whose name only looks like that of a Deployment": [
    [violating(owned("ReplicaSet", "web-aeiou")), auditEvent(DEPLOYMENT)],
    ["ReplicaSet web-aeiou"],
  ],
  "the CronJob of a Job": [
    [
      violating(owned("Job", "report-29391840")),
      auditEvent({ group: "batch", resource: "cronjobs", name: "report", verb: "update" }),
    ],
    ["CronJob report"],
  ],
  "the name in the status of a rejected pod": [
    [auditEvent({ user: RS, code: 403, message: `pods "web-5d4f-x2x4z" ${DENIED}`, detailsName: "web-5d4f-x2x4z" })],
    ["ReplicaSet web-5d4f"],
  ],
  "the name in the message of a rejected pod": [
    [
      auditEvent({
        user: RS,
        code: 403,
        message: `admission webhook "x.io" denied the request: pods "web-5d4f-x2x4z" ${DENIED}`,
      }),
    ],
    ["ReplicaSet web-5d4f"],
  ],
  "pods of a controller at level Metadata": [[violating({ user: RS })], ["ReplicaSet null"]],
  "a pod of a StatefulSet": [
    [violating({ user: "system:serviceaccount:kube-system:statefulset-controller", name: "db-12" })],
    ["StatefulSet db"],
  ],
  "a generated name of a user's pod": [[violating({ request: { metadata: { generateName: "run-" } } })], ["Pod run-*"]],
  "the response": [[violating({ request: {}, response: { metadata: { name: "run-x2x4z" } } })], ["Pod run-*"]],
};

describe("the workload of an event is known by", () => {
  for (const [name, [events, workloads]] of Object.entries(MAKERS)) {
    it(name, async () => assert.deepEqual(names((await shopHistory(events, AUDITED)).workloads), workloads));
  }
});

describe("pods without a name", () => {
  it("block a level if no Deployment that blocks may have made them", async () => {
    const nameless = violating({ user: RS });
    assert.equal(verdictOf(await shopHistory([nameless], AUDITED)), "blocked restricted 1");
    const { verdict, workloads } = await shopHistory([nameless, violating(DEPLOYMENT)], AUDITED);
    assert.deepEqual(verdict, { type: "blocked", level: "restricted", version: "latest", workloads: 1 });
    assert.deepEqual(
      workloads.map(({ blocks }) => blocks),
      [true, false],
    );
  });
});

describe("the annotations", () => {
  for (const prefix of [
    "pod-security-webhook.kubernetes.io",
    "advisory.pod-security-webhook.kubernetes.io",
    "pss.example.com",
  ]) {
    it(`of the webhook ${prefix} count`, async () => {
      const annotations = { [`${prefix}/enforce-policy`]: "baseline:latest", [`${prefix}/audit-violations`]: WOULD };
      const shop = await shopHistory([auditEvent({ name: "b", annotations })], AUDITED);
      assert.deepEqual([verdictOf(shop), shop.violations, shop.evidence.pods], ["blocked restricted 1", 1, 1]);
    });
  }

  const FORGED = {
    "enforce-policy": "superuser:latest",
    "audit-violations": "nothing to see",
    exempt: "everyone",
  };
  for (const [name, value] of Object.entries(FORGED)) {
    it(`with a value that is never written do not count: ${name}`, async () => {
      const events = [CLEAN, auditEvent({ ...DEPLOYMENT, annotations: { [PREFIX + name]: value } })];
      const { namespaces, coverage } = await historyOf(events, AUDITED);
      assert.equal(coverage.invalidAnnotations, 1);
      assert.deepEqual(namespaces.map(verdictOf), ["could-enforce restricted"]);
    });
  }

  it("of another webhook with the same words do not count", async () => {
    const annotations = { "x.io/error": "timeout", "x.io/exempt": "yes", "x.io/enforce-policy": "a:b" };
    const { namespaces, coverage } = await historyOf([CLEAN, auditEvent({ ...DEPLOYMENT, annotations })], AUDITED);
    assert.deepEqual([namespaces.map(verdictOf), coverage.invalidAnnotations], [["could-enforce restricted"], 0]);
  });

  it("with words of another version are a violation of an unknown check", async () => {
    const text = `would violate PodSecurity "restricted:latest": ${ROOT}, quantum pods (pod must not be in two places)`;
    const [workload] = (
      await shopHistory([violating({ name: "b", annotations: { [`${PREFIX}audit-violations`]: text } })], AUDITED)
    ).workloads;
    assert.deepEqual(workload?.checks, [
      { check: "runAsNonRoot", times: 1 },
      { check: "unknown", times: 1 },
    ]);
    assert.equal(workload?.message, text);
  });
});

describe("a workload", () => {
  it("has its checks, times, days, requesters and the last message", async () => {
    const { workloads } = await shopHistory(
      [
        violating({ ...DEPLOYMENT, time: at(2), user: "ci", agent: "helm" }),
        violating({ ...DEPLOYMENT, time: at(4), user: "ci", agent: "helm" }),
        violating({
          ...DEPLOYMENT,
          time: at(4),
          user: "jane",
          agent: "kubectl",
          annotations: { [`${PREFIX}audit-violations`]: WOULD_BASELINE },
        }),
      ],
      AUDITED,
    );
    assert.deepEqual(workloads, [
      {
        kind: "Deployment",
        name: "web",
        state: "violating",
        quietSince: null,
        now: null,
        rejected: null,
        blocks: true,
        violates: "baseline",
        violations: 3,
        denied: 0,
        first: "2026-11-02T12:00:00Z",
        last: "2026-11-04T12:00:00Z",
        days: 2,
        policies: ["baseline:latest", "restricted:latest"],
        checks: [
          { check: "runAsNonRoot", times: 2 },
          { check: "privileged", times: 1 },
        ],
        requesters: [
          { user: "ci", agent: "helm", times: 2 },
          { user: "jane", agent: "kubectl", times: 1 },
        ],
        otherRequesters: 0,
        message: WOULD,
      },
    ]);
  });

  it("names three requesters, and counts the requests of others", async () => {
    const events = Array.from({ length: 40 }, (_, index) => violating({ ...DEPLOYMENT, user: `user-${index}` }));
    const [workload] = (await shopHistory(events, AUDITED)).workloads;
    assert.deepEqual([workload?.requesters.length, workload?.otherRequesters], [3, 37]);
  });
});

describe("the window", () => {
  it("leaves out events before and after it", async () => {
    const events = [1, 5, 9].map((day) => violating({ name: `pod-${day}`, time: at(day) }));
    const { namespaces, coverage } = await historyOf(events, {
      ...AUDITED,
      since: "2026-11-05T12:00:00Z",
      until: "2026-11-09T12:00:00Z",
    });
    assert.deepEqual(names(namespaces[0]?.workloads ?? []), ["Pod pod-5"]);
    assert.deepEqual(
      [coverage.events, coverage.since, coverage.until],
      [1, "2026-11-05T12:00:00Z", "2026-11-09T12:00:00Z"],
    );
  });

  it("is that of a namespace of -n alone", async () => {
    const { namespaces } = await historyOf([CLEAN, auditEvent({ namespace: "other" })], { ...AUDITED, only: ["shop"] });
    assert.deepEqual(
      namespaces.map(({ name }) => name),
      ["shop"],
    );
  });
});

describe("the coverage", () => {
  it("counts events, dry runs, pods without a name, truncated events and webhooks that failed", async () => {
    const { coverage } = await historyOf(
      [
        CLEAN,
        auditEvent({ user: RS, annotations: judged("baseline") }),
        auditEvent({ dryRun: true }),
        auditEvent({ name: "b", annotations: judged("baseline", {}), level: "Request" }),
        auditEvent({ name: "c", annotations: { "audit.k8s.io/truncated": "true" } }),
        { ...auditEvent({ annotations: { "audit.k8s.io/truncated": "true" } }), objectRef: undefined },
        auditEvent({
          name: "d",
          annotations: { "failed-open.validating.webhook.admission.k8s.io/round_0_index_1": "x" },
        }),
        auditEvent({ stage: "RequestReceived" }),
      ],
      AUDITED,
    );
    const { events, dryRuns, pods, nameless, truncated, failedOpen, stages, levels } = coverage;
    assert.deepEqual(
      { events, dryRuns, pods, nameless, truncated, failedOpen, stages, levels },
      {
        events: 8,
        dryRuns: 1,
        pods: 5,
        nameless: 1,
        truncated: 2,
        failedOpen: 1,
        stages: [
          { name: "RequestReceived", events: 1 },
          { name: "ResponseComplete", events: 7 },
        ],
        levels: [
          { name: "Metadata", events: 7 },
          { name: "Request", events: 1 },
        ],
      },
    );
  });

  it("has the times of more than an hour without an event", async () => {
    const events = ["10:00:00", "10:59:59", "12:00:00", "13:00:00"].map((time) =>
      auditEvent({ verb: "get", time: `2026-11-20T${time}.000000Z` }),
    );
    const { gaps, allGaps } = (await historyOf(events)).coverage;
    assert.deepEqual([gaps, allGaps], [[{ from: "2026-11-20T10:59:59Z", to: "2026-11-20T12:00:00Z" }], 1]);
  });

  it("stays small for hostile words", async () => {
    const events = Array.from({ length: 200 }, (_, index) => ({
      ...auditEvent(),
      stage: `Stage${index}`,
      level: "\u001b[2J",
    }));
    const { stages, levels } = (await historyOf(events)).coverage;
    assert.ok(stages.length <= 17);
    assert.deepEqual(levels, [{ name: "other", events: 200 }]);
  });
});

describe("the days", () => {
  it("count pods, violations and rejections in UTC", async () => {
    const { days } = await historyOf(
      [
        auditEvent({ name: "a", time: "2026-11-20T23:59:59.999999Z", annotations: judged("baseline") }),
        violating({ name: "b", time: "2026-11-21T00:00:00.000000Z", annotations: judged("baseline") }),
        auditEvent({ name: "c", time: "2026-11-21T01:00:00.000000Z", code: 403, message: `pods "c" ${DENIED}` }),
      ],
      AUDITED,
    );
    assert.deepEqual(days, [
      { day: "2026-11-20", pods: 1, violations: 0, denied: 0 },
      { day: "2026-11-21", pods: 1, violations: 1, denied: 1 },
    ]);
  });
});
