import assert from "node:assert/strict";
import { test } from "node:test";
import { serverSentences, workloadLine } from "../../../src/render/words/workload.ts";
import { resultOf, violationOf, workloadOf } from "../../golden/render/report.ts";
import { PIPE, terminal } from "../painted.ts";

const PLACE = { file: "shop/overlays/production/web.yaml", line: 14 };
const PRIVILEGED = violationOf(
  "privileged",
  "privileged",
  'container "web" must not set securityContext.privileged=true',
);
const MESSAGE = 'privileged (container "web" must not set securityContext.privileged=true)';

function deployment(...results: Parameters<typeof workloadOf>[5]) {
  return workloadOf("Deployment", "apps/v1", "shop", "web", PLACE, results);
}

test("a workload is named with its place", () => {
  assert.equal(workloadLine(deployment(), PIPE), "  Deployment/web  shop/overlays/production/web.yaml:14");
  assert.equal(workloadLine(deployment(), terminal(40)), "  Deployment/web  …roduction/web.yaml:14");
});

test("one without a name is unknown, in kubectl's word", () => {
  assert.match(workloadLine({ ...deployment(), name: "" }, PIPE), /^ {2}Deployment\/<unknown> {2}/);
});

test("why it is exempt stands behind it, and is never cut", () => {
  for (const [by, expected] of [
    ["namespace", 'exempt: namespace "gvisor"'],
    ["user", 'exempt: user "gvisor"'],
    ["runtimeClass", 'exempt: runtime class "gvisor"'],
  ] as const) {
    const line = workloadLine({ ...deployment(), exempt: { by, value: "gvisor" } }, terminal(64));
    assert.ok(line.endsWith(`  ${expected}`), line);
    assert.ok(line.length <= 64, line);
  }
});

test("a refused pod is not warned about as well", () => {
  const pod = workloadOf("Pod", "v1", "shop", "web", PLACE, [
    resultOf("pods", "web", "baseline", "v1.30", ["enforce"], [PRIVILEGED]),
    resultOf("pods", "web", "restricted", "latest", ["audit", "warn"], [PRIVILEGED]),
  ]);
  assert.deepEqual(serverSentences(pod), [
    `pods "web" is forbidden: violates PodSecurity "baseline:v1.30": ${MESSAGE}`,
    `audit-violations: would violate PodSecurity "restricted:latest": ${MESSAGE}`,
  ]);
});

test("a pod without a name is refused as the API server refuses it", () => {
  const result = resultOf("pods", "", "baseline", "latest", ["enforce"], [PRIVILEGED]);
  assert.deepEqual(serverSentences(workloadOf("Pod", "v1", "shop", "", PLACE, [result])), [
    `pods is forbidden: violates PodSecurity "baseline:latest": ${MESSAGE}`,
  ]);
});

test("a controller is warned about, and its pods are refused", () => {
  const result = resultOf("template", null, "baseline", "latest", ["enforce", "audit", "warn"], [PRIVILEGED]);
  assert.deepEqual(serverSentences(deployment(result)), [
    `its pods are forbidden: violates PodSecurity "baseline:latest": ${MESSAGE}`,
    `audit-violations: would violate PodSecurity "baseline:latest": ${MESSAGE}`,
    `Warning: would violate PodSecurity "baseline:latest": ${MESSAGE}`,
  ]);
});

test("by a level that was asked for it simply violates that", () => {
  assert.deepEqual(serverSentences(deployment(resultOf("template", null, "restricted", "latest", [], [PRIVILEGED]))), [
    `violates PodSecurity "restricted:latest": ${MESSAGE}`,
  ]);
});

test("nothing is said of what is allowed", () => {
  assert.deepEqual(
    serverSentences(deployment(resultOf("template", null, "baseline", "latest", ["enforce", "warn"], []))),
    [],
  );
});
