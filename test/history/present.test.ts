/** The facts of a cluster about the workloads of a log, and their effect on the report. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { PresentWorkload } from "../../src/history/sightings/present.ts";
import type { RejectedWorkload } from "../../src/history/sightings/rejected.ts";
import { auditEvent } from "../sources/logs/events.ts";
import type { EventObject } from "../sources/logs/envelopes.ts";
import { shopHistory } from "./read.ts";

const PREFIX = "pod-security.kubernetes.io/";
const WOULD =
  'would violate PodSecurity "restricted:latest": runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true)';
const NAMESPACES = { shop: { enforce: "baseline", audit: "restricted" } };
const CLEAN = auditEvent({ name: "ok", annotations: { [`${PREFIX}enforce-policy`]: "baseline:latest" } });

function violating(resource: string, group: string, name: string): EventObject {
  return auditEvent({ resource, group, name, annotations: { [`${PREFIX}audit-violations`]: WOULD } });
}

const DEPLOYMENT = violating("deployments", "apps", "web");

async function verdictAnd(event: EventObject, present?: Readonly<Record<string, PresentWorkload>>) {
  const { verdict, workloads } = await shopHistory([CLEAN, event], {
    namespaces: NAMESPACES,
    ...(present !== undefined && { present }),
  });
  const [workload] = workloads;
  return [verdict.type, workload?.now, workload?.blocks, workload?.rejected];
}

describe("a workload that violates in the log", () => {
  it("blocks if the cluster is not asked, and if it still violates there", async () => {
    assert.deepEqual(await verdictAnd(DEPLOYMENT), ["blocked", null, true, null]);
    assert.deepEqual(await verdictAnd(DEPLOYMENT, { "Deployment/web": { meets: "baseline", rejected: "no" } }), [
      "blocked",
      "violating",
      true,
      "no",
    ]);
  });

  it("does not block once it is fixed or gone", async () => {
    const fixed = { "Deployment/web": { meets: "restricted", rejected: null } } as const;
    assert.deepEqual(await verdictAnd(DEPLOYMENT, fixed), ["could-enforce", "fixed", false, null]);
    assert.deepEqual(await verdictAnd(DEPLOYMENT, {}), ["could-enforce", "gone", false, null]);
  });

  it("blocks as a Job or a pod that is gone, which may come again", async () => {
    assert.deepEqual(await verdictAnd(violating("jobs", "batch", "migrate"), {}), ["blocked", "gone", true, null]);
    assert.deepEqual(await verdictAnd(violating("pods", "", "debug"), {}), ["blocked", "gone", true, null]);
  });

  it("is found as the Deployment that owns a ReplicaSet", async () => {
    const replicaSet = violating("replicasets", "apps", "web-5d4f7c9b8f");
    const present = { "Deployment/web": { meets: "restricted", rejected: null } } as const;
    assert.deepEqual(await verdictAnd(replicaSet, present), ["could-enforce", "fixed", false, null]);
  });
});

describe("a workload that the API server rejects now", () => {
  const web = { namespace: "shop", kind: "Deployment", name: "web" };
  const verdictWith = async (
    events: readonly EventObject[],
    rejected: readonly RejectedWorkload[],
    enforce = "baseline",
  ) => {
    const { verdict } = await shopHistory(events, {
      namespaces: { shop: { enforce, audit: "restricted" } },
      present: { "Deployment/web": { meets: "restricted", rejected: "no" } },
      rejected,
    });
    return verdict.type === "unknown" ? verdict.reason : verdict.type;
  };

  it("proves that the log lacks requests, if the log does not name it", async () => {
    assert.equal(await verdictWith([CLEAN], [web]), "rejected-now");
    assert.equal(await verdictWith([CLEAN], [{ ...web, kind: "CronJob" }, web]), "rejected-now");
    assert.equal(await verdictWith([], [web]), "rejected-now", "nothing was created");
    assert.equal(await verdictWith([CLEAN], [{ ...web, namespace: "other" }]), "could-enforce");
    assert.equal(await verdictWith([CLEAN], []), "could-enforce");
    assert.equal(await verdictWith([CLEAN], [web], "restricted"), "enforced", "there is no stricter level");
  });

  it("blocks if the log names it, whatever the log shows of it later", async () => {
    const later = "2026-11-30T12:30:00.000000Z";
    const fixed = auditEvent({ resource: "deployments", group: "apps", name: "web", verb: "update", time: later });
    assert.equal(await verdictWith([CLEAN, DEPLOYMENT], [web]), "blocked");
    assert.equal(await verdictWith([CLEAN, DEPLOYMENT, fixed], [web]), "blocked");
    const replicaSet = { ...web, kind: "ReplicaSet", name: "web-5d4f7c9b8f" };
    assert.equal(await verdictWith([CLEAN, DEPLOYMENT], [replicaSet]), "blocked", "its ReplicaSet is not another one");
    assert.equal(await verdictWith([CLEAN, DEPLOYMENT], [{ ...web, name: "api" }]), "blocked");
  });
});

it("the end of a Job is no proof that the next one violates nothing", async () => {
  const job = violating("jobs", "batch", "migrate");
  const deleted = auditEvent({
    resource: "jobs",
    group: "batch",
    name: "migrate",
    verb: "delete",
    time: "2026-11-29T12:00:00.000000Z",
  });
  const { verdict, workloads } = await shopHistory([CLEAN, job, deleted], { namespaces: NAMESPACES });
  assert.deepEqual([verdict.type, workloads[0]?.state], ["blocked", "violating"]);
});
