/** The evidence of a history against a stricter enforce. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { seenAgainst, seenNamespace } from "../../src/rollout/history/seen-namespace.ts";
import type { EarlierWorkload } from "../../src/report/plan/plan-history.ts";

const JOB: EarlierWorkload = {
  kind: "Job",
  name: "migrate",
  violates: "restricted",
  checks: ["runAsNonRoot"],
  isRejected: false,
  times: 3,
  last: "2026-11-20T12:00:00Z",
};
const PODS: EarlierWorkload = { ...JOB, kind: "ReplicaSet", name: null };
const WEB: EarlierWorkload = { ...JOB, kind: "Deployment", name: "web" };

interface Setting {
  readonly folded?: number;
  readonly templates?: readonly string[];
  readonly enforce?: "privileged" | "baseline" | "restricted";
}

function seen(workloads: readonly EarlierWorkload[], setting: Setting = {}) {
  const { folded = 0, templates = [], enforce = "privileged" } = setting;
  const verdict = { type: "blocked", level: "restricted", version: "latest", workloads: 1 } as const;
  const earlier = { name: "shop", enforce: null, audit: null, verdict, evidence: { pods: 4, days: 2 } };
  const hasTemplate = (kind: string, name: string): boolean => templates.includes(`${kind}/${name}`);
  return seenNamespace({ ...earlier, workloads, folded }, hasTemplate, { enforce, applies: true });
}

const names = (found: ReturnType<typeof seen>, level: "baseline" | "restricted"): readonly string[] =>
  seenAgainst(found, level).map(({ kind, name }) => `${kind} ${name}`);

describe("a history speaks against a level", () => {
  it("that a workload violated which has no template now", () => {
    const found = seen([JOB]);
    assert.deepEqual([names(found, "baseline"), names(found, "restricted")], [[], ["Job migrate"]]);
    assert.deepEqual(found.evidence, {
      verdict: { type: "blocked", level: "restricted", version: "latest", workloads: 1 },
      pods: 4,
      days: 2,
      applies: true,
      against: "restricted",
      fixed: 0,
    });
  });

  it("that is stricter than the one that it violated", () => {
    const found = seen([{ ...JOB, violates: "baseline" }, PODS]);
    assert.deepEqual(
      [names(found, "baseline"), names(found, "restricted")],
      [["Job migrate"], ["Job migrate", "ReplicaSet *"]],
    );
    assert.equal(found.evidence.against, "baseline");
  });

  it("unless the workload has a template, which the plan judges", () => {
    const found = seen([WEB, PODS], { templates: ["Deployment/web"] });
    assert.deepEqual([names(found, "restricted"), found.evidence.against, found.evidence.fixed], [[], null, 1]);
  });

  it("unless enforce rejected it each time, and does so now", () => {
    const rejected = { ...JOB, violates: "baseline", isRejected: true } as const;
    assert.deepEqual(names(seen([rejected], { enforce: "baseline" }), "restricted"), []);
    assert.deepEqual(names(seen([rejected]), "restricted"), ["Job migrate"]);
  });

  it("with pods that no workload explains which violates as much", () => {
    assert.deepEqual(names(seen([WEB, PODS]), "restricted"), ["Deployment web"]);
    const worse = { ...PODS, violates: "baseline" } as const;
    assert.deepEqual(names(seen([WEB, worse]), "restricted"), ["Deployment web", "ReplicaSet *"]);
  });

  it("with violations of workloads that it does not list", () => {
    const found = seen([], { folded: 7 });
    assert.deepEqual(names(found, "baseline"), ["Pod *"]);
  });
});
