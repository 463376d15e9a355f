import assert from "node:assert/strict";
import { test } from "node:test";
import { BUILTIN_POLICY } from "../../src/admission/labels.ts";
import { NO_EXEMPTIONS } from "../../src/admission/exemptions.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";
import { PlannedNamespaceState } from "../../src/rollout/planned-namespace.ts";
import { USUAL_PLAN, type PlanOptions } from "../../src/rollout/options.ts";
import { verifyStep } from "../../src/rollout/safety-net.ts";
import { inputOf, PODS } from "./clusters.ts";

const OPTIONS: PlanOptions = {
  ...USUAL_PLAN,
  admission: { evaluator: createEvaluator(CHECKS), exemptions: NO_EXEMPTIONS, defaults: BUILTIN_POLICY },
};

const ENFORCE = "pod-security.kubernetes.io/enforce";
const AUDIT = "pod-security.kubernetes.io/audit";
const WARN = "pod-security.kubernetes.io/warn";
const WATCHED = { [AUDIT]: "restricted", [WARN]: "restricted" };

function verify(
  from: Readonly<Record<string, string>>,
  to: Readonly<Record<string, string>>,
  ...pods: readonly string[]
): void {
  const held = pods.flatMap((pod) => PODS[pod] ?? []);
  const labels = { ...from, team: "a" };
  const namespace = new PlannedNamespaceState(inputOf({ name: "shop", labels, pods: held }, OPTIONS), OPTIONS);
  verifyStep(namespace, from, to, OPTIONS);
}

test("a step that rejects no admitted object passes", () => {
  const [from, to] = ["baseline", "restricted"].map((level) => ({ ...WATCHED, [ENFORCE]: level }));
  assert.ok(from && to);
  verify(from, to, "restricted");
  // It is already rejected.
  verify(from, to, "restricted", "privileged");
});

const FAULTS: readonly (readonly [name: string, from: object, to: object, message: RegExp])[] = [
  [
    "labels that the server rejects",
    { [ENFORCE]: "baseline" },
    { [ENFORCE]: "baseline", [AUDIT]: "Restricted" },
    /is invalid/,
  ],
  ["a relaxed enforce level", { [ENFORCE]: "restricted" }, { [ENFORCE]: "baseline" }, /relaxes enforce to baseline$/],
  [
    "a level that is enforced and was not watched",
    { ...WATCHED, [ENFORCE]: "privileged", [AUDIT]: "baseline" },
    { ...WATCHED, [ENFORCE]: "restricted" },
    /enforces restricted, which audit or warn does not report yet$/,
  ],
  [
    "an older version of audit than the one that is enforced",
    { ...WATCHED, [ENFORCE]: "baseline", [`${AUDIT}-version`]: "v1.7" },
    { ...WATCHED, [ENFORCE]: "restricted", [`${AUDIT}-version`]: "v1.7" },
    /enforces restricted:latest, and audit or warn reports an older version$/,
  ],
  [
    "a rejected pod",
    { ...WATCHED, [ENFORCE]: "baseline" },
    { ...WATCHED, [ENFORCE]: "restricted" },
    /restricted:latest rejects what baseline:latest allows$/,
  ],
];

for (const [name, from, to, message] of FAULTS) {
  test(`a plan is not shown with ${name}`, () => {
    assert.throws(() => verify({ ...from }, { ...to }, "plain"), message);
  });
}

test("a plan is not shown with a level that the history speaks against", () => {
  const [from, to] = ["baseline", "restricted"].map((level) => ({ ...WATCHED, [ENFORCE]: level }));
  assert.ok(from && to);
  const input = inputOf({ name: "shop", labels: from, pods: [], seen: "restricted" }, OPTIONS);
  const namespace = new PlannedNamespaceState(input, OPTIONS);
  assert.throws(
    () => verifyStep(namespace, from, to, OPTIONS),
    /enforces restricted, which workloads of the history violate$/,
  );
});

test("a stricter enforce is refused where an object could not be read, because it may violate any level", () => {
  const [from, to] = [
    { ...WATCHED, [ENFORCE]: "baseline" },
    { ...WATCHED, [ENFORCE]: "restricted" },
  ];
  const pods = [PODS["restricted"] ?? assert.fail()];
  const input = inputOf({ name: "shop", labels: from, pods, isComplete: false }, OPTIONS);
  const namespace = new PlannedNamespaceState(input, OPTIONS);
  assert.throws(
    () => verifyStep(namespace, from, to, OPTIONS),
    /restricted:latest rejects what baseline:latest allows$/,
  );
  verifyStep(namespace, from, from, OPTIONS);
});
