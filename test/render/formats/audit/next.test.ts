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

  const pipe = "kubectl pss audit --messages | kubectl pss explain -";
  const effectOf = (report: Report) => auditNext(report, { ...PIPE, details: true })?.effect;

  it("explains all messages after the details", () => {
    assert.equal(next(blocked, true), pipe);
    assert.equal(effectOf(blocked), "the lines to set for what blocks baseline");
    const ready = audit(namespace("a", "enforce: baseline") + deployment("a", "web", PLAIN));
    assert.equal(next(ready, true), pipe);
    assert.equal(effectOf(ready), "the lines to set for what blocks restricted");
  });

  it("names workloads that are rejected now before violations that block the next level", () => {
    const rejected = audit(namespace("a", "enforce: restricted") + deployment("a", "web", PRIVILEGED));
    assert.equal(effectOf(rejected), "the lines to set for what is rejected now");
  });

  it("is a plan if nothing blocks a level", () => {
    assert.equal(next(audit(namespace("a") + deployment("a", "web", CLEAN)), true), "kubectl pss plan");
  });

  it("explains the messages if they are shown", () => {
    assert.equal(next(blocked, true, true), pipe);
  });
});

describe("the next step where workloads are rejected now", () => {
  /** Namespaces by their number of rejected workloads. */
  const rejectedIn = (counts: Readonly<Record<string, number>>): Report =>
    audit(
      Object.entries(counts)
        .map(([name, count]) => {
          const some = Array.from({ length: count }, (_, index) => deployment(name, `w${index}`, PRIVILEGED));
          return namespace(name, "enforce: restricted") + some.join("");
        })
        .join(""),
    );
  const stepOf = (report: Report): readonly (string | undefined)[] => {
    const step = auditNext(report, { ...PIPE, details: false });
    return [step?.command(SUGGESTIONS).text, step?.effect];
  };
  const effect = "why they are rejected, and what to fix; then plan";

  it("begins with the namespace that has most of them", () => {
    assert.deepEqual(stepOf(rejectedIn({ a: 1, b: 3, c: 0, d: 1 })), ["kubectl pss audit -n b,a,d", effect]);
  });

  it("says how many namespaces the command leaves out", () => {
    const ten = Object.fromEntries([..."abcdefghij"].map((name) => [name, name === "j" ? 2 : 1]));
    const first = "kubectl pss audit -n j,a,b,c,d,e,f,g";
    assert.deepEqual(stepOf(rejectedIn(ten)), [first, `8 of 10 namespaces: ${effect}`]);
    const { i: _i, h: _h, ...eight } = ten;
    assert.deepEqual(stepOf(rejectedIn(eight)), [first, effect]);
  });
});

describe("a selector that selects nothing", () => {
  const nothing: Report = { ...clusterReport("AuditReport", []), notes: [NOTHING_SELECTED], unreadable: [] };
  const dump = { type: "files", files: 1 } as const;

  it("has a next step that shows the labels of the cluster's namespaces, and no next step for a dump", () => {
    assert.equal(next(nothing, false), "kubectl get ns --show-labels");
    assert.equal(next({ ...nothing, source: dump }, false), undefined);
  });

  it("is the same for a plan", () => {
    const plan = { ...PLAN, namespaces: [], steps: [], kept: [], notes: [NOTHING_SELECTED] };
    assert.equal(planNext(plan)?.command(SUGGESTIONS).text, "kubectl get ns --show-labels");
    assert.equal(planNext({ ...plan, source: dump }), undefined);
  });
});
