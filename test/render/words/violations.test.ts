import assert from "node:assert/strict";
import { test } from "node:test";
import { distinctViolations } from "../../../src/render/words/violations.ts";
import { BASELINE_REPORT } from "../../fixtures/reports/baseline-report.ts";
import { REPORT, REPORT_BY_LEVELS, resultOf, violationOf, workloadOf } from "../../fixtures/reports/report.ts";

const PLACE = { file: "web.yaml", line: 4 };

function workloadWith(...results: Parameters<typeof workloadOf>[5]) {
  return workloadOf("Deployment", "apps/v1", "shop", "web", PLACE, results);
}

test("what two levels say in the same words is one violation, in the modes of both", () => {
  const violation = violationOf("privileged", "privileged", "same", { line: 9 });
  const workload = workloadWith(
    resultOf("template", null, "restricted", "v1.30", ["warn"], [violation]),
    resultOf("template", null, "baseline", "latest", ["enforce"], [violation]),
  );
  assert.deepEqual(distinctViolations(workload), [
    {
      check: "privileged",
      reason: "privileged",
      detail: "same",
      modes: ["enforce", "warn"],
      levels: ["restricted:v1.30", "baseline:latest"],
      line: 9,
    },
  ]);
});

test("other words or another check are other violations, a template and its pods are not", () => {
  const workload = workloadWith(
    resultOf("template", null, "baseline", "latest", ["enforce"], [violationOf("sysctls", "r", "a")]),
    resultOf("template", null, "baseline", "v1.20", ["audit"], [violationOf("sysctls", "r", "b")]),
    resultOf("template", null, "restricted", "latest", ["warn"], [violationOf("hostPorts", "r", "a")]),
    resultOf("pods", "web-1", "restricted", "latest", ["warn"], [violationOf("hostPorts", "r", "a")]),
  );
  const found = distinctViolations(workload).map(({ check, detail, modes }) => [check, detail, ...modes].join(" "));
  assert.deepEqual(found, ["sysctls a enforce", "sysctls b audit", "hostPorts a warn"]);
});

test("a violation without fields stands where its workload does", () => {
  const violation = { ...violationOf("sysctls", "r", "a"), fields: [] };
  const workload = workloadWith(resultOf("template", null, "baseline", "latest", ["enforce"], [violation]));
  assert.equal(distinctViolations(workload)[0]?.line, PLACE.line);
});

test("there are as many as the summary of the report counts", () => {
  for (const { namespaces, summary } of [REPORT, REPORT_BY_LEVELS, BASELINE_REPORT]) {
    const workloads = namespaces.flatMap((namespace) => namespace.workloads);
    assert.equal(workloads.flatMap(distinctViolations).length, summary.violations - summary.accepted);
  }
});

test("what a baseline accepts is none, wherever else it stands", () => {
  const [a, b, c] = ["a", "b", "c"].map((detail) => violationOf("sysctls", "r", detail));
  assert.ok(a && b && c);
  const accepted = { ...a, accepted: true };
  const workload = workloadWith(
    resultOf("template", null, "baseline", "latest", ["enforce"], [accepted, b]),
    resultOf("template", null, "restricted", "latest", ["warn"], [accepted]),
    resultOf("pods", "web-1", "restricted", "latest", ["warn"], [accepted, b, c]),
  );
  assert.deepEqual(
    distinctViolations(workload).map(({ detail, modes }) => [detail, ...modes]),
    [
      ["b", "enforce", "warn"],
      ["c", "warn"],
    ],
  );
  const [first] = workload.results;
  assert.ok(first);
  assert.deepEqual(
    distinctViolations(workloadWith(first)).map(({ detail }) => detail),
    ["b"],
  );
});
