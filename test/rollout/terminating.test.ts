import assert from "node:assert/strict";
import { test } from "node:test";
import { sizeOfInventory } from "../../src/audit/workload/report-size.ts";
import { PlanInputs } from "../../src/rollout/inputs/plan-inputs.ts";
import { USUAL_PLAN } from "../../src/rollout/options.ts";
import { planRollout, type PlannedSteps } from "../../src/rollout/plan.ts";
import { ADMISSION, inventoryOf } from "../audit/clusters.ts";
import { itemsOf } from "../audit/items.ts";

const POD = `---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: old}
spec: {containers: [{name: web, image: web, securityContext: {privileged: true}}]}
`;

/** The plan of one namespace with a privileged pod. */
function planOf(metadata: string): PlannedSteps {
  const options = { ...USUAL_PLAN, admission: ADMISSION };
  const inputs = new PlanInputs(options, sizeOfInventory());
  const inventory = inventoryOf({}, [inputs]);
  const items = itemsOf(`apiVersion: v1\nkind: Namespace\nmetadata: {name: old, ${metadata}}\n${POD}`);
  inventory.readFiles(() => items);
  return planRollout(inputs.namespaces(inventory), options);
}

test("a plan has no step for a namespace that is being deleted, and nothing in it needs a fix", () => {
  const { steps, kept, summary } = planOf("deletionTimestamp: '2026-01-02T03:04:05Z'");
  assert.ok(steps.every(({ namespaces }) => namespaces.length === 0));
  assert.deepEqual(kept, [
    { name: "old", reason: "terminating", because: "being deleted: no new pod can start in it", needs: [] },
  ]);
  assert.equal(summary.blocked, 0);
});

test("a manifest with an empty deletionTimestamp is no deleted namespace", () => {
  const { steps, kept } = planOf("deletionTimestamp: null");
  assert.deepEqual(kept, []);
  assert.deepEqual(
    steps.map(({ namespaces }) => namespaces.length),
    [1, 0, 0, 1],
  );
});
