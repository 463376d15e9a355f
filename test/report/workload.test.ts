import assert from "node:assert/strict";
import { test } from "node:test";
import { resourceName, shownName, titleOf } from "../../src/report/workload.ts";

test("an object without a name has kubectl's word for it", () => {
  assert.deepEqual([shownName("web"), shownName("")], ["web", "<unknown>"]);
  assert.equal(titleOf({ kind: "Pod", name: "" }), "Pod/<unknown>");
});

for (const [apiVersion, kind, name, expected] of [
  ["v1", "Pod", "web", "pod/web"],
  ["apps/v1", "Deployment", "web", "deployment.apps/web"],
  ["argoproj.io/v1alpha1", "Rollout", "", "rollout.argoproj.io/<unknown>"],
] as const) {
  test(`kubectl's name of a ${kind} of ${apiVersion}: ${expected}`, () =>
    assert.equal(resourceName({ apiVersion, kind }, name), expected));
}
