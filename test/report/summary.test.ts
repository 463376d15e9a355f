import assert from "node:assert/strict";
import { test } from "node:test";
import { ACCEPTANCE } from "../fixtures/reports/acceptance.ts";
import type { FailOn, Result } from "../../src/report/report.ts";
import { summarizeWorkloads } from "../../src/report/summary.ts";
import { FAIL_ON, distinctViolations, type WorkloadResults } from "../../src/report/violations.ts";

/** A result with violations of these checks, each given as `check detail`. */
function result(
  modes: Result["modes"],
  violations: readonly string[],
  subject: Result["subject"] = "template",
): Result {
  return {
    subject,
    pods: 0,
    pod: null,
    level: "baseline",
    version: "latest",
    modes,
    requested: modes.length === 0,
    newIn: [],
    allowed: violations.length === 0,
    message: "",
    sentences: [],
    violations: violations.map((violation) => {
      const [check = "", detail = ""] = violation.split(" ");
      return { check, reason: "", detail, accepted: detail.endsWith("!") ? ACCEPTANCE : null, fields: [] };
    }),
  };
}

/** Counts the workloads of a run with this `--fail-on`. */
function summarize(workloads: readonly WorkloadResults[], failOn: FailOn) {
  return summarizeWorkloads(
    workloads.map((one) => ({ ...one, violations: distinctViolations(one.results, one.source, failOn) })),
  );
}

function workload(pods: number, ...results: readonly Result[]): WorkloadResults {
  const source = { file: "a.yaml", document: 0, line: 1 };
  const rest = {
    stableName: "a",
    replicas: null,
    static: false,
    source,
    finished: false,
    rejection: null,
    exempt: null,
    results,
    otherResults: [],
  };
  return { kind: "Pod", apiVersion: "v1", namespace: "ns", name: "a", pods, ...rest };
}

const WORKLOADS: readonly WorkloadResults[] = [
  workload(
    1,
    result(["enforce"], ["hostPorts 80"]),
    result(["audit", "warn"], ["hostPorts 80", "hostPorts 81", "privileged 80"]),
  ),
  workload(0, result(["enforce", "audit"], [])),
  workload(3, result(["warn"], ["hostPorts 80"]), result(["warn"], ["hostPorts 80"], "pods")),
];

for (const [failOn, failing] of [
  ["enforce", 1],
  ["audit", 3],
  ["warn", 4],
  ["any", 4],
  ["none", 0],
] as const) {
  test(`violations that fail on ${failOn}: ${failing}`, () => {
    assert.deepEqual(summarize(WORKLOADS, failOn), {
      workloads: 3,
      pods: 4,
      violations: 4,
      accepted: 0,
      partlyAccepted: 0,
      failing,
    });
  });
}

test("violations of --level fail a run, except with --fail-on none", () => {
  const workloads = [workload(1, result([], ["hostPorts 80"]))];
  for (const failOn of FAIL_ON) {
    assert.equal(summarize(workloads, failOn).failing, failOn === "none" ? 0 : 1, failOn);
  }
});

test("an accepted violation does not fail the run, and counts once", () => {
  const workloads = [
    workload(
      0,
      result(["enforce"], ["hostPorts 80!"]),
      result(["audit", "enforce"], ["hostPorts 80!", "privileged a"]),
    ),
    workload(0, result(["enforce"], ["hostPorts 80!"])),
  ];
  const expected = { workloads: 2, pods: 0, violations: 3, accepted: 2, partlyAccepted: 0, failing: 1 };
  assert.deepEqual(summarize(workloads, "enforce"), expected);
});

test("nothing", () => {
  assert.deepEqual(summarize([], "any"), {
    workloads: 0,
    pods: 0,
    violations: 0,
    accepted: 0,
    partlyAccepted: 0,
    failing: 0,
  });
});
