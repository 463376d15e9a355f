import assert from "node:assert/strict";
import { test } from "node:test";
import { sentenceLines, workloadLine } from "../../../../src/render/formats/table/workload.ts";
import { resultOf, violationOf, workloadOf } from "../../../golden/render/report.ts";
import { PIPE, terminal } from "../../painted.ts";

const PLACE = { file: "shop/overlays/production/web.yaml", line: 14 };
const PRIVILEGED = violationOf(
  "privileged",
  "privileged",
  'container "web\u202e" must not set securityContext.privileged=true',
);

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

test("the API server's sentences stand below it, escaped", () => {
  const result = resultOf("template", null, "baseline", "latest", ["enforce"], [PRIVILEGED]);
  const message = String.raw`privileged (container "web\u202e" must not set securityContext.privileged=true)`;
  assert.deepEqual(sentenceLines(deployment(result), PIPE), [
    `    its pods are forbidden: violates PodSecurity "baseline:latest": ${message}`,
  ]);
});
