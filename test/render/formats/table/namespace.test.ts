import assert from "node:assert/strict";
import { test } from "node:test";
import { namespaceLines } from "../../../../src/render/formats/table/namespace.ts";
import { namespaceOf, resultOf, violationOf, workloadOf, REPORT } from "../../../fixtures/reports/report.ts";
import { PIPE, terminal } from "../../painted.ts";

const LABEL = { level: "baseline", version: "v1.30", from: "label" } as const;
const CONFIGURATION = { level: "restricted", version: "latest", from: "configuration" } as const;
const IMPLIED = { level: "baseline", version: "v1.30", from: "implied" } as const;

test("a namespace has its policy, and the source of the modes without a label", () => {
  const policy = { enforce: LABEL, audit: CONFIGURATION, warn: IMPLIED };
  assert.deepEqual(namespaceLines(namespaceOf("shop", { policy, labelled: true }), true, PIPE), [
    "shop  enforce=baseline:v1.30  audit=restricted (configuration)  warn=baseline:v1.30 (implied)  no workloads",
  ]);
});

test("an assumed policy is marked, and an exempt namespace is ready for nothing", () => {
  const judged = [resultOf("pods", "web", "restricted", "latest", ["enforce"], [])];
  const workloads = [workloadOf("Pod", "v1", "a", "web", { file: "a.yaml", line: 1 }, judged)];
  const lines = (parts: Parameters<typeof namespaceOf>[1]) =>
    namespaceLines(namespaceOf("a", { workloads, ...parts }), true, PIPE);
  const baseline = { level: "baseline", version: "latest", from: "builtin" } as const;
  const restricted = { ...baseline, level: "restricted" } as const;
  const assumed = { assumedPolicy: true, policy: { enforce: baseline, audit: restricted, warn: restricted } };
  assert.deepEqual(lines(assumed), [
    "a  assumed enforce=baseline audit=warn=restricted  ready for restricted  no violations in 1 workload",
  ]);
  assert.deepEqual(lines({ ...assumed, exempt: true }), ["a  exempt  no violations in 1 workload"]);
});

test("the policy is not shown with --level", () => {
  assert.deepEqual(namespaceLines(namespaceOf("a"), false, PIPE), ["a  no workloads"]);
});

test("violating workloads are counted", () => {
  const violating = workloadOf("Pod", "v1", "a", "bad", { file: "a.yaml", line: 1 }, [
    resultOf("pods", "bad", "baseline", "latest", ["enforce"], [violationOf("privileged", "privileged", "d")]),
  ]);
  const clean = workloadOf("Pod", "v1", "a", "good", { file: "a.yaml", line: 9 }, []);
  const ending = (workloads: readonly (typeof clean)[]) =>
    namespaceLines(namespaceOf("a", { workloads }), false, PIPE)[0]?.split("  ").at(-1);
  assert.equal(ending([clean]), "no violations in 1 workload");
  assert.equal(ending([clean, violating]), "1 of 2 workloads violates");
  assert.equal(ending([violating, clean, violating]), "2 of 3 workloads violate");
});

test("the complete errors of its labels are below it", () => {
  const [, system] = REPORT.namespaces;
  assert.ok(system);
  assert.equal(namespaceLines(system, true, PIPE)[1], `  ${system.labelErrors[0]?.message}`);
  assert.deepEqual(namespaceLines(system, true, terminal(80)).slice(-2), [
    '  metadata.labels[pod-security.kubernetes.io/audit]: Invalid value: "bogus":',
    "    must be one of privileged, baseline, restricted",
  ]);
});
