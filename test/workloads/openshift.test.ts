import assert from "node:assert/strict";
import { test } from "node:test";
import { sccOf } from "../../src/workloads/openshift.ts";

test("the annotation of OpenShift names the constraints that admitted a pod", () => {
  assert.equal(sccOf({ annotations: { "openshift.io/scc": "restricted-v2" } }), "restricted-v2");
  assert.equal(sccOf({ annotations: { "openshift.io/scc": "" } }), undefined);
  assert.equal(sccOf({ annotations: { a: "b" } }), undefined);
  assert.equal(sccOf({}), undefined);
});
