import assert from "node:assert/strict";
import { test } from "node:test";
import { sentenceLines, workloadLine } from "../../../../src/render/words/workload/workload.ts";
import { resultOf, violationOf, workloadOf } from "../../../fixtures/reports/report.ts";
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

test("a workload is named with its place, which is never truncated", () => {
  assert.equal(workloadLine(deployment(), PIPE), "  Deployment/web  shop/overlays/production/web.yaml:14");
  assert.equal(workloadLine(deployment(), terminal(40)), "  Deployment/web\n    shop/overlays/production/web.yaml:14");
});

test("a workload without a name has kubectl's word for it", () => {
  assert.match(workloadLine({ ...deployment(), name: "" }, PIPE), /^ {2}Deployment\/<unknown> {2}/);
});

test("the reason for the exemption is after it", () => {
  for (const [by, expected] of [
    ["namespace", 'exempt: namespace "gvisor"'],
    ["user", 'exempt: user "gvisor"'],
    ["runtimeClass", 'exempt: runtime class "gvisor"'],
  ] as const) {
    const line = workloadLine({ ...deployment(), exempt: { by, value: "gvisor" } }, terminal(64));
    assert.equal(line, `  Deployment/web  shop/overlays/production/web.yaml:14\n    ${expected}`);
  }
});

test("the API server's sentences are escaped", () => {
  const result = resultOf("template", null, "baseline", "latest", ["enforce"], [PRIVILEGED]);
  const message = String.raw`privileged (container "web\u202e" must not set securityContext.privileged=true)`;
  assert.deepEqual(sentenceLines(deployment(result), PIPE), [
    `    its pods are forbidden: violates PodSecurity "baseline:latest": ${message}`,
  ]);
});

test("each sentence appears once", () => {
  const result = resultOf("template", null, "baseline", "latest", ["warn"], [PRIVILEGED]);
  assert.equal(sentenceLines(deployment(result, result), PIPE).length, 1);
});
