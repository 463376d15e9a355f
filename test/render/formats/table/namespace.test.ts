import assert from "node:assert/strict";
import { test } from "node:test";
import { namespaceLines } from "../../../../src/render/formats/table/namespace.ts";
import { namespaceOf, resultOf, violationOf, workloadOf, REPORT } from "../../../fixtures/reports/report.ts";
import { PIPE, terminal } from "../../painted.ts";

const LABEL = { level: "baseline", version: "v1.30", from: "label" } as const;
const CONFIGURATION = { level: "restricted", version: "latest", from: "configuration" } as const;
const IMPLIED = { level: "baseline", version: "v1.30", from: "implied" } as const;

test("a namespace tells its policy, and where what nobody wrote into its labels comes from", () => {
  const policy = { enforce: LABEL, audit: CONFIGURATION, warn: IMPLIED };
  assert.deepEqual(namespaceLines(namespaceOf("shop", { policy, labelled: true }), true, PIPE), [
    "shop  enforce=baseline:v1.30  audit=restricted:latest (configuration)  warn=baseline:v1.30 (implied)  " +
      "ready for: -  no workloads",
  ]);
});

test("an assumed policy is called so, and so is an exempt namespace", () => {
  const rest = "enforce=baseline:latest  audit=restricted:latest  warn=restricted:latest  ready for:";
  assert.deepEqual(namespaceLines(namespaceOf("a", { assumedPolicy: true }), true, PIPE), [
    `a  assumed: ${rest} -  no workloads`,
  ]);
  assert.deepEqual(namespaceLines(namespaceOf("a", { exempt: true }), true, PIPE), [
    `a  exempt: ${rest} exempt  no workloads`,
  ]);
});

test("the policy does not matter where levels were asked for", () => {
  assert.deepEqual(namespaceLines(namespaceOf("a"), false, PIPE), ["a  ready for: -  no workloads"]);
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

test("what is wrong with its labels stands below it, cut to the terminal", () => {
  const [, system] = REPORT.namespaces;
  assert.ok(system);
  assert.equal(namespaceLines(system, true, PIPE)[1], `  ${system.labelErrors[0]?.message}`);
  assert.equal(namespaceLines(system, true, terminal(40)).at(-1), "  metadata.labels[pod-security.kubernet…");
});
