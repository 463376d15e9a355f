import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { sizeOfInventory } from "../../../src/audit/workload/report-size.ts";
import { inventoryOf, namespace, pod, ADMISSION } from "../../audit/clusters.ts";
import { itemsOf } from "../../audit/items.ts";
import { PlanInputs } from "../../../src/rollout/inputs/plan-inputs.ts";
import { USUAL_PLAN, type PlanOptions } from "../../../src/rollout/options.ts";
import { planRollout, type PlannedSteps } from "../../../src/rollout/plan.ts";
import type { PlannedNamespace } from "../../../src/report/plan/rollout-plan.ts";

const LABELS = { enforce: "baseline", audit: "restricted", warn: "restricted" };
const ENFORCE = "pod-security.kubernetes.io/enforce";

function planOf(dump: string, upgradeFrom?: number, others: Partial<PlanOptions> = {}): PlannedSteps {
  const options = { ...USUAL_PLAN, admission: ADMISSION, ...(upgradeFrom !== undefined && { upgradeFrom }), ...others };
  const inputs = new PlanInputs(options, sizeOfInventory());
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

describe("objects that make no more pods do not block enforce", () => {
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

test("a plan for an upgrade judges by the rules of both API servers, also for a version that is pinned", () => {
  const pinned = { ...LABELS, "audit-version": "v1.25", "warn-version": "v1.25" };
  const withImage = GOOD.replace("spec:\n", "spec:\n  volumes: [{name: model, image: {reference: a}}]\n");
  for (const labels of [LABELS, pinned]) {
    const plan = planOf(namespace("team-a", labels) + withImage, 32);
    // API servers before v1.33 reject the volume under every version of restricted.
    assert.equal(enforced(plan), undefined);
    assert.deepEqual(
      plan.upgrade?.namespaces.map(({ violates, holds }) => [violates.length, holds.map(({ modes }) => modes.join())]),
      [[0, ["audit,warn"]]],
    );
    assert.equal(enforced(planOf(namespace("team-a", labels) + withImage, 33))?.to[ENFORCE], "restricted");
  }
});

/** `finished Job/migrate: a, b; 7 days` of the step that raises enforce. */
function cautionOf(dump: string, includeEmpty = true): string {
  const { cautions = [], observeDays } = enforced(planOf(dump, undefined, { includeEmpty })) ?? {};
  const texts = cautions.map(({ code, workloads }) => {
    const named = workloads.map(({ kind, name, checks }) => `${kind}/${name} ${checks.join(",")}`.trim());
    return `${code} ${named.join(" ")}`;
  });
  return [...texts, `${observeDays} days`].join("; ");
}

describe("finished work that the new enforce would have rejected is a caution", () => {
  const privileged = JOB.replace("image: i", "image: i, securityContext: {privileged: true}");
  const violated = "allowPrivilegeEscalation,capabilities_restricted,runAsNonRoot,seccompProfile_restricted";
  const labels = { enforce: "privileged", audit: "baseline", warn: "baseline" };

  it("a Job alone in its namespace", () => {
    const checks = `privileged,allowPrivilegeEscalation`;
    const elsewhere = podIn("Running", "other").replace("team-a", "team-b");
    const found = cautionOf(namespace("team-a", labels) + privileged + elsewhere);
    assert.ok(found.startsWith(`finished Job/migrate ${checks}`) && found.endsWith("; 7 days"), found);
  });

  it("a pod without a controller; each workload is in one caution", () => {
    assert.equal(
      cautionOf(namespace("team-a", LABELS) + GOOD + podIn("Succeeded", "debug")),
      `finished Pod/debug ${violated}; bare-pod Pod/good; 7 days`,
    );
  });

  it("a pod of a deleted controller, which has no other caution", () => {
    const ended = `${pod("web-1", "", "Deployment/web")}status: {phase: Failed}\n`;
    assert.equal(cautionOf(namespace("team-a", LABELS) + ended), `finished Deployment/web ${violated}; 7 days`);
    // Its template shows the next pods.
    const template = GOOD.slice(GOOD.indexOf("spec:"));
    const deployment =
      "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: team-a}\nspec:\n  replicas: 1\n  template:\n" +
      template.replace(/^(?=.)/gm, "    ");
    assert.equal(cautionOf(namespace("team-a", LABELS) + ended + deployment), "null days");
  });

  it("no caution if it meets the new enforce level, or if enforce does not change", () => {
    const ended = `${GOOD.replace("name: good", "name: ended")}status: {phase: Failed}\n`;
    assert.equal(cautionOf(namespace("team-a", LABELS) + ended), "bare-pod Pod/ended; 7 days");
    const kept = planOf(namespace("team-a", LABELS) + JOB);
    assert.deepEqual(
      kept.namespaces[0]?.cautions.map(({ code }) => code),
      ["job"],
    );
  });
});

test("a pod that runs in one of its places blocks enforce", () => {
  const plan = planOf(namespace("team-a", LABELS) + podIn("Running", "a") + podIn("Succeeded", "a"));
  assert.equal(enforced(plan), undefined);
});

test("a step that does not change enforce has no finished pods", () => {
  const plan = planOf(namespace("team-a", { enforce: "restricted" }) + podIn("Succeeded", "a"));
  assert.deepEqual(
    plan.steps.flatMap(({ namespaces }) => namespaces.map(({ finishedPods }) => finishedPods)),
    [0],
  );
});

test("in a namespace to fix, the finished pods are counted for the time after the fix", () => {
  const plan = planOf(namespace("team-a", LABELS) + podIn("Running", "a") + podIn("Succeeded", "b"));
  const [blocked] = plan.steps.at(-1)?.namespaces ?? [];
  assert.deepEqual([blocked?.blockedBy.length, blocked?.workloads, blocked?.finishedPods], [1, 1, 1]);
});

test("before an upgrade, the current server warns", () => {
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
