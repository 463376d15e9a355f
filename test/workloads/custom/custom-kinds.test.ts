import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { isUserError } from "../../../src/api/user-error.ts";
import { CustomKinds } from "../../../src/workloads/custom/custom-kinds.ts";
import { parseOwnKinds } from "../../../src/workloads/custom/own-kinds.ts";
import { hasRunEnded } from "../../../src/workloads/custom/kinds/run-status.ts";
import { formatTemplatePath } from "../../../src/workloads/custom/template-path.ts";

const WIDGET = { apiVersion: "example.com/v1", kind: "Widget" };
const DEFINED = { group: "example.com", kind: "Widget", version: "v1", templates: [] };

describe("the kinds of custom resources", () => {
  it("have this precedence: the user's, the table's, the defined ones", () => {
    const kinds = new CustomKinds(parseOwnKinds(["argoproj.io/Rollout=.spec.own"]));
    kinds.define([{ ...DEFINED, group: "ray.io", kind: "RayCluster" }, DEFINED]);
    const sourceOf = (apiVersion: string, kind: string) => kinds.find({ apiVersion, kind })?.source;
    assert.equal(sourceOf("argoproj.io/v1alpha1", "Rollout"), "user");
    assert.equal(sourceOf("ray.io/v1", "RayCluster"), "table");
    assert.equal(sourceOf("ray.io/v9", "RayCluster"), "table");
    assert.equal(sourceOf("example.com/v1", "Widget"), "crd");
    assert.equal(sourceOf("example.com/v2", "Widget"), undefined);
    assert.equal(sourceOf("apps/v1", "Deployment"), undefined);
  });

  it("know if an object came before its definition", () => {
    const kinds = new CustomKinds();
    kinds.find(WIDGET);
    kinds.define([{ ...DEFINED, version: "v2" }]);
    assert.equal(kinds.hasMissed, false);
    kinds.define([DEFINED]);
    assert.equal(kinds.hasMissed, true);
    kinds.readAgain();
    assert.deepEqual([kinds.hasMissed, kinds.find(WIDGET)?.source], [false, "crd"]);
    kinds.define([DEFINED]);
    assert.equal(kinds.hasMissed, false);
  });

  it("do not include kinds that are recognized by name", () => {
    const kinds = new CustomKinds(parseOwnKinds(["example.com/Pod=S:.spec"]));
    kinds.define([{ ...DEFINED, kind: "Namespace" }]);
    assert.equal(kinds.find({ apiVersion: "example.com/v1", kind: "Pod" }), undefined);
    assert.equal(kinds.find({ apiVersion: "example.com/v1", kind: "Namespace" }), undefined);
  });

  it("do not include a definition whose objects only describe pods", () => {
    const kinds = new CustomKinds();
    kinds.define([
      { ...DEFINED, group: "kueue.x-k8s.io", kind: "Workload" },
      { ...DEFINED, group: "kyverno.io", kind: "Policy" },
    ]);
    assert.equal(kinds.find({ apiVersion: "kueue.x-k8s.io/v1", kind: "Workload" }), undefined);
    assert.equal(kinds.find({ apiVersion: "kyverno.io/v1", kind: "Policy" }), undefined);
  });
});

test("several paths of a kind are several templates", () => {
  const kinds = parseOwnKinds(["example.com/A=.spec.x", "example.com/B=T:.spec", "example.com/A=S:.spec.y[]"]);
  assert.deepEqual(
    kinds.map(({ group, kind, templates }) => [group, kind, templates.map(({ path }) => formatTemplatePath(path))]),
    [
      ["example.com", "A", [".spec.x", "S:.spec.y[]"]],
      ["example.com", "B", ["T:.spec"]],
    ],
  );
});

for (const value of [
  "",
  "Widget=.spec",
  "apps/Deployment=.spec",
  "example.com/v1/Widget=.spec",
  "example.com/Widget",
  "example.com/=.spec",
  "example.com/Widget=",
]) {
  test(`--pod-template ${JSON.stringify(value)} is invalid`, () => {
    assert.throws(() => parseOwnKinds([value]), isUserError);
  });
}

const STATUSES: readonly (readonly [name: string, status: unknown, hasEnded: boolean])[] = [
  ["no status", undefined, false],
  ["a text", "Succeeded", false],
  ["a running Workflow", { phase: "Running", startedAt: "2026-11-30T12:00:00Z" }, false],
  ["a Workflow", { phase: "Succeeded", finishedAt: "2026-11-30T12:00:00Z" }, true],
  ["a failed Workflow", { phase: "Failed" }, true],
  ["a PyTorchJob", { conditions: [{ type: "Succeeded", status: "True" }] }, true],
  [
    "a running PyTorchJob",
    {
      conditions: [
        { type: "Running", status: "True" },
        { type: "Succeeded", status: "False" },
      ],
    },
    false,
  ],
  [
    "a failed TaskRun",
    { conditions: [{ type: "Succeeded", status: "False" }], completionTime: "2026-11-30T12:00:00Z" },
    true,
  ],
  ["a TaskRun that waits", { conditions: [{ type: "Succeeded", status: "Unknown" }], completionTime: null }, false],
  ["a RayJob", { jobDeploymentStatus: "Complete" }, true],
  ["a RayJob that runs", { jobDeploymentStatus: "Running" }, false],
  ["a SparkApplication", { applicationState: { state: "COMPLETED" } }, true],
  ["a Volcano Job", { state: { phase: "Completed" } }, true],
  ["a Volcano Job that can be resumed", { state: { phase: "Aborted" } }, false],
];
for (const [name, status, hasEnded] of STATUSES) {
  test(`the status of ${name} ${hasEnded ? "shows that it has ended" : "does not show an end"}`, () => {
    assert.equal(hasRunEnded(status), hasEnded);
  });
}
