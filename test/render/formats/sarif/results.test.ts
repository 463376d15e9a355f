import assert from "node:assert/strict";
import { test } from "node:test";
import { ACCEPTANCE, acceptedOf } from "../../../fixtures/reports/acceptance.ts";
import type { Acceptance } from "../../../../src/report/acceptance.ts";
import type { Report, ViolationReport, WorkloadReport } from "../../../../src/report/report.ts";
import { sarifResults } from "../../../../src/render/formats/sarif/results.ts";
import { namespaceOf, reportOf, resultOf, violationOf, workloadOf } from "../../../fixtures/reports/report.ts";
import type { SarifResult } from "./log.ts";

const FILE = { file: "web.yaml", line: 3 };
const PORT = violationOf("hostPorts", "hostPort", 'container "web" uses hostPort 80', {
  path: "spec.containers[0].ports[0].hostPort",
  stablePath: "containers[web].ports[80].hostPort",
  line: 9,
  column: 5,
});

function resultsOf(workloads: readonly WorkloadReport[], parts: Partial<Report> = {}): SarifResult[] {
  const report = { ...reportOf({ namespaces: [namespaceOf("shop", { workloads })], files: 1, objects: 1 }), ...parts };
  return [...sarifResults(report, new Map([["hostPorts", 6]]))] as SarifResult[];
}

function pod(violations: readonly ViolationReport[], modes: WorkloadReport["results"][number]["modes"] = ["enforce"]) {
  return workloadOf("Pod", "v1", "shop", "web", FILE, [
    resultOf("pods", "web", "baseline", "latest", modes, violations),
  ]);
}

function deployment(...results: WorkloadReport["results"]): WorkloadReport {
  return workloadOf("Deployment", "apps/v1", "shop", "web", FILE, results);
}

test("a violation is a result with all its facts", () => {
  assert.deepEqual(resultsOf([pod([PORT])]), [
    {
      ruleId: "hostPorts",
      ruleIndex: 6,
      level: "error",
      message: {
        text: 'Pod/web in namespace "shop" violates PodSecurity "baseline:latest": hostPort (container "web" uses hostPort 80)',
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "web.yaml", uriBaseId: "%SRCROOT%" },
            region: { startLine: 9, startColumn: 5, endLine: 9 },
          },
          logicalLocations: [{ name: "web", fullyQualifiedName: "shop/Pod/web", kind: "resource" }],
          message: { text: "spec.containers[0].ports[0].hostPort" },
        },
      ],
      partialFingerprints: { "kubectlPss/v1": "shop/Pod./web hostPorts containers[web].ports[80].hostPort" },
      properties: { levels: ["baseline:latest"], modes: ["enforce"] },
    },
  ]);
});

for (const [modes, level, verb] of [
  [["enforce"], "error", "violates"],
  [["enforce", "audit", "warn"], "error", "violates"],
  [["audit", "warn"], "warning", "would violate"],
  [["warn"], "warning", "would violate"],
  [["audit"], "note", "would violate"],
  [[], "error", "violates"],
] as const) {
  test(`a violation in ${modes.length === 0 ? "no mode" : modes.join(", ")} has level ${level}`, () => {
    const [result] = resultsOf([pod([PORT], modes)]);
    assert.equal(result?.level, level);
    assert.ok(result.message.text.startsWith(`Pod/web in namespace "shop" ${verb} PodSecurity "baseline:latest"`));
    assert.deepEqual(result.properties.modes, modes);
  });
}

test("a violation of the same field with the same words is one result, for two levels and for a template and its pods", () => {
  const [only, ...others] = resultsOf([
    deployment(
      resultOf("template", null, "restricted", "v1.30", ["audit"], [PORT]),
      resultOf("template", null, "baseline", "latest", ["enforce"], [PORT]),
      resultOf("pods", "web-1", "baseline", "latest", ["enforce"], [{ ...PORT }]),
    ),
  ]);
  assert.deepEqual(others, []);
  assert.equal(only?.level, "error");
  assert.match(only.message.text, /violates PodSecurity "restricted:v1\.30" and "baseline:latest": hostPort/);
  assert.deepEqual(only.properties, { levels: ["restricted:v1.30", "baseline:latest"], modes: ["enforce", "audit"] });
});

test("a violation with other words or another field is another result", () => {
  const elsewhere = PORT.fields.map((field) => ({ ...field, stablePath: "containers[b].ports[80].hostPort" }));
  const results = resultsOf([
    deployment(
      resultOf("template", null, "baseline", "latest", ["enforce"], [PORT]),
      resultOf("pods", "web-1", "baseline", "latest", ["enforce"], [{ ...PORT, detail: "uses hostPort 81" }]),
      resultOf("pods", "web-2", "baseline", "latest", ["enforce"], [{ ...PORT, fields: elsewhere }]),
    ),
  ]);
  assert.deepEqual(
    results.map(({ partialFingerprints }) => partialFingerprints["kubectlPss/v1"]),
    [
      "shop/Deployment.apps/web hostPorts containers[web].ports[80].hostPort",
      "shop/Deployment.apps/web hostPorts containers[web].ports[80].hostPort (2)",
      "shop/Deployment.apps/web hostPorts containers[b].ports[80].hostPort",
    ],
  );
});

test("the same workload in two files has two fingerprints", () => {
  const prints = resultsOf([pod([PORT]), { ...pod([PORT]), source: { file: "b.yaml", document: 0, line: 1 } }]);
  assert.equal(new Set(prints.map(({ partialFingerprints }) => partialFingerprints["kubectlPss/v1"])).size, 2);
});

test("a fingerprint does not change with moved lines, another order of containers and another name of the pod", () => {
  const [first, second] = ["a", "b"].map((name, index) => ({
    path: `spec.containers[${index}].image`,
    stablePath: `containers[${name}].image`,
    value: null,
    line: 9 + index,
    column: 5,
  }));
  assert.ok(first !== undefined && second !== undefined);
  const before = { ...pod([{ ...PORT, fields: [first, second] }]), name: "web-x2k4v", stableName: "web-*" };
  const moved = [
    { ...second, path: "spec.containers[0].image", line: 40 },
    { ...first, path: "spec.containers[1].image", line: 50 },
  ];
  const after = { ...pod([{ ...PORT, detail: "other words", fields: moved }]), name: "web-q9z7w", stableName: "web-*" };
  const [one, another] = [before, after].map((workload) => resultsOf([workload])[0]?.partialFingerprints);
  assert.deepEqual(one, another);
  assert.deepEqual(one, { "kubectlPss/v1": "shop/Pod./web-* hostPorts containers[a].image containers[b].image" });
});

test("a fingerprint has the path if there is no stable path", () => {
  const fields = PORT.fields.map((field) => ({ ...field, stablePath: "" }));
  const [result] = resultsOf([pod([{ ...PORT, fields }])]);
  assert.deepEqual(result?.partialFingerprints, {
    "kubectlPss/v1": "shop/Pod./web hostPorts spec.containers[0].ports[0].hostPort",
  });
});

test("the fields after the first are related locations", () => {
  const fields = [9, 19, 29].map((line) => ({
    path: `p${line}`,
    stablePath: `s${line}`,
    value: null,
    line,
    column: 1,
  }));
  const [result] = resultsOf([pod([{ ...PORT, fields }])]);
  const lines = (result?.relatedLocations ?? []).map(({ physicalLocation }) => physicalLocation?.region?.startLine);
  assert.equal(result?.locations[0].physicalLocation?.region?.startLine, 9);
  assert.deepEqual(lines, [19, 29]);
});

test("a violation without fields has the place of the workload", () => {
  const [result] = resultsOf([pod([{ ...PORT, detail: "", fields: [] }])]);
  assert.equal(result?.locations[0].physicalLocation?.region?.startLine, 3);
  assert.equal(result.locations[0].message, undefined);
  assert.match(result.message.text, /: hostPort$/);
});

test("a result of a cluster has only logical places", () => {
  const [result] = resultsOf([{ ...pod([PORT]), source: null, name: "" }]);
  assert.deepEqual(result?.locations, [
    {
      logicalLocations: [{ name: "<unknown>", fullyQualifiedName: "shop/Pod/<unknown>", kind: "resource" }],
      message: { text: "spec.containers[0].ports[0].hostPort" },
    },
  ]);
});

for (const [files, startLine] of [
  [1, 9],
  [2, 3],
] as const) {
  test(`the line of a pod in a dump of ${files} files is that of its ${files === 1 ? "field" : "workload"}`, () => {
    const workload = deployment(resultOf("pods", "web-1", "baseline", "latest", ["enforce"], [PORT]));
    const [result] = resultsOf([workload], { source: { type: "files", files } });
    assert.equal(result?.locations[0].physicalLocation?.region?.startLine, startLine);
    const [bare] = resultsOf([pod([PORT])], { source: { type: "files", files } });
    assert.equal(bare?.locations[0].physicalLocation?.region?.startLine, 9);
  });
}

test("accepted violations are suppressed, and others have an empty list", () => {
  const other = (acceptance: Acceptance) => acceptedOf({ ...PORT, check: "sysctls" }, acceptance);
  const suppressed = (accepts: boolean, acceptance = ACCEPTANCE) =>
    resultsOf([pod([PORT, other(acceptance)])], { accepts }).map(({ suppressions }) => suppressions);
  const status = "accepted";
  const justification = "before the migration (until 2027-01-31, accepted.yaml:7)";
  assert.deepEqual(suppressed(true), [[], [{ kind: "external", status, justification }]]);
  assert.deepEqual(suppressed(true, { ...ACCEPTANCE, by: "annotation", until: null }), [
    [],
    [{ kind: "inSource", status, justification: "before the migration (annotation in accepted.yaml:7)" }],
  ]);
  assert.deepEqual(suppressed(false), [undefined, undefined]);
});

test("an unknown check has no rule", () => {
  const [result] = resultsOf([pod([{ ...PORT, check: "other" }])]);
  assert.equal(result?.ruleId, "other");
  assert.ok(!("ruleIndex" in result));
});
