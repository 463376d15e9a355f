/** The facts of a cluster about the workloads of a log, and their effect on the report. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { PresentWorkload } from "../../src/history/sightings/present.ts";
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
