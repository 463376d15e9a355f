import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { auditNext } from "../../../../src/render/formats/audit/next.ts";
import { planNext } from "../../../../src/render/formats/plan/next.ts";
import type { Report } from "../../../../src/report/report.ts";
import { audit } from "../../../audit/clusters.ts";
import { clusterReport } from "../../../fixtures/reports/cluster-workloads.ts";
import { PLAN } from "../../../fixtures/reports/plan.ts";
import { NOTHING_SELECTED } from "../../../fixtures/reports/report.ts";
import { SUGGESTIONS } from "../../../fixtures/suggestions.ts";
import { PIPE } from "../../painted.ts";
import { CLEAN, deployment, namespace, PLAIN, PRIVILEGED } from "./dumps.ts";

function next(report: Report, details: boolean, messages = false): string | undefined {
  return auditNext(report, { ...PIPE, details, messages })?.command(SUGGESTIONS).text;
}

describe("the next step of an audit", () => {
  const blocked = audit(namespace("a") + deployment("a", "web", PLAIN) + deployment("a", "agent", PRIVILEGED));

  it("is a plan after the overview", () => {
    assert.equal(next(blocked, false), "kubectl pss plan");
  });

  it("explains the check that blocks the next level after the details", () => {
    assert.equal(next(blocked, true), "kubectl pss explain privileged");
    assert.equal(auditNext(blocked, { ...PIPE, details: true })?.effect, "how to fix what blocks baseline");
    const ready = audit(namespace("a", "enforce: baseline") + deployment("a", "web", PLAIN));
    assert.equal(next(ready, true), "kubectl pss explain allowPrivilegeEscalation");
    assert.equal(auditNext(ready, { ...PIPE, details: true })?.effect, "how to fix what blocks restricted");
  });

  it("explains what is rejected now before what blocks the next level", () => {
    const rejected = audit(namespace("a", "enforce: restricted") + deployment("a", "web", PRIVILEGED));
    assert.equal(auditNext(rejected, { ...PIPE, details: true })?.effect, "how to fix what is rejected now");
  });

  it("counts the workloads of all namespaces", () => {
    const hostPort = "{containers: [{name: a, image: a, ports: [{containerPort: 1, hostPort: 1}]}]}";
    const several = audit(
      namespace("a") +
        deployment("a", "web", hostPort) +
        namespace("b") +
        deployment("b", "web", PRIVILEGED) +
        namespace("c") +
        deployment("c", "web", PRIVILEGED),
    );
    assert.equal(next(several, true), "kubectl pss explain privileged");
  });

  it("is a plan if nothing blocks a level", () => {
    assert.equal(next(audit(namespace("a") + deployment("a", "web", CLEAN)), true), "kubectl pss plan");
  });

  it("explains the messages where they are shown", () => {
    assert.equal(next(blocked, true, true), "kubectl pss explain -");
  });
});

describe("a selector that selects nothing", () => {
  const nothing: Report = { ...clusterReport("AuditReport", []), notes: [NOTHING_SELECTED], unreadable: [] };
  const dump = { type: "files", files: 1 } as const;

  it("is followed by the labels of the cluster's namespaces, and for a dump by nothing", () => {
    assert.equal(next(nothing, false), "kubectl get ns --show-labels");
    assert.equal(next({ ...nothing, source: dump }, false), undefined);
  });

  it("is the same for a plan", () => {
    const plan = { ...PLAN, namespaces: [], steps: [], kept: [], notes: [NOTHING_SELECTED] };
    assert.equal(planNext(plan)?.command(SUGGESTIONS).text, "kubectl get ns --show-labels");
    assert.equal(planNext({ ...plan, source: dump }), undefined);
  });
});
