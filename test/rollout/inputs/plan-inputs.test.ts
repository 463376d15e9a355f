import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { inventoryOf, namespace, pod, ADMISSION } from "../../audit/clusters.ts";
import { itemsOf } from "../../audit/items.ts";
import { PlanInputs } from "../../../src/rollout/inputs/plan-inputs.ts";
import { USUAL_PLAN } from "../../../src/rollout/options.ts";
import { planRollout, type PlannedSteps } from "../../../src/rollout/plan.ts";
import type { PlannedNamespace } from "../../../src/report/rollout-plan.ts";

const LABELS = { enforce: "baseline", audit: "restricted", warn: "restricted" };
const ENFORCE = "pod-security.kubernetes.io/enforce";

function planOf(dump: string, upgradeFrom?: number): PlannedSteps {
  const options = { ...USUAL_PLAN, admission: ADMISSION, ...(upgradeFrom !== undefined && { upgradeFrom }) };
  const inputs = new PlanInputs(options);
  const inventory = inventoryOf({}, [inputs]);
  const items = itemsOf(dump);
  inventory.readFiles(() => items);
  return planRollout(inputs.namespaces(inventory), options);
}

function enforced(plan: PlannedSteps): PlannedNamespace | undefined {
  return plan.steps.find(({ id }) => id === "enforce")?.namespaces[0];
}

/** A pod without any securityContext: it violates restricted. */
function podIn(phase: string, name: string, spec = ""): string {
  return `${pod(name, spec)}status: {phase: ${phase}}\n`;
}

const GOOD = pod("good", "  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}\n").replace(
  "image: i}",
  "image: i, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}",
);

const JOB =
  "---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: migrate, namespace: team-a}\n" +
  "spec: {template: {spec: {containers: [{name: c, image: i}]}}}\n" +
  'status: {conditions: [{type: Complete, status: "True"}]}\n';

describe("what makes no more pods keeps enforce back nowhere", () => {
  for (const [name, dump, finishedPods] of [
    ["a finished Job", JOB, 0],
    ["finished pods", podIn("Succeeded", "a") + podIn("Failed", "b"), 2],
    [
      "a finished pod that meets the level",
      GOOD.replace("name: good", "name: ended").replace(/$/, "status: {phase: Failed}\n"),
      0,
    ],
    ["a finished pod that is there twice", podIn("Succeeded", "a").repeat(2), 1],
  ] as const) {
    it(name, () => {
      const planned = enforced(planOf(namespace("team-a", LABELS) + GOOD + dump));
      assert.equal(planned?.to[ENFORCE], "restricted");
      assert.deepEqual([planned?.workloads, planned?.finishedPods], [1, finishedPods]);
    });
  }
});

test("a pod that runs in one of its places does", () => {
  const plan = planOf(namespace("team-a", LABELS) + podIn("Running", "a") + podIn("Succeeded", "a"));
  assert.equal(enforced(plan), undefined);
});

test("a step that leaves enforce as it is has no finished pods", () => {
  const plan = planOf(namespace("team-a", { enforce: "restricted" }) + podIn("Succeeded", "a"));
  assert.deepEqual(
    plan.steps.flatMap(({ namespaces }) => namespaces.map(({ finishedPods }) => finishedPods)),
    [0],
  );
});

test("in a namespace to fix, the pods that are finished are counted for afterwards", () => {
  const plan = planOf(namespace("team-a", LABELS) + podIn("Running", "a") + podIn("Succeeded", "b"));
  const [blocked] = plan.steps.at(-1)?.namespaces ?? [];
  assert.deepEqual([blocked?.blockedBy.length, blocked?.workloads, blocked?.finishedPods], [1, 1, 1]);
});

test("before an upgrade, the server of now warns", () => {
  // v1.34 forbids the host of a probe, and v1.33 does not.
  const probed = GOOD.replace("name: good", "name: ended").replace(
    "image: i,",
    "image: i, livenessProbe: {httpGet: {host: 10.0.0.1, port: 80}},",
  );
  const dump = `${namespace("team-a", LABELS)}${GOOD}${probed}status: {phase: Failed}\n`;
  assert.deepEqual(
    [undefined, 34, 33].map((minor) => enforced(planOf(dump, minor))?.finishedPods),
    [1, 1, 0],
  );
});
