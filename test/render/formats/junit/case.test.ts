import assert from "node:assert/strict";
import { test } from "node:test";
import { acceptedOf } from "../../../fixtures/reports/acceptance.ts";
import type { FailOn, WorkloadReport } from "../../../../src/report/report.ts";
import { namespaceCases } from "../../../../src/render/formats/junit/case.ts";
import { namespaceOf, resultOf, violationOf, workloadOf } from "../../../fixtures/reports/report.ts";

const FILE = { file: "web.yaml", line: 3 };
const FIELD = { path: "spec.hostNetwork", line: 9, column: 5 };
const NETWORK = violationOf("hostNamespaces", "host namespaces", "hostNetwork=true", FIELD);
const LINE = "web.yaml:9:5: hostNamespaces: host namespaces (hostNetwork=true), at spec.hostNetwork";

function casesOf(...workloads: readonly WorkloadReport[]) {
  return casesBy("enforce", ...workloads);
}

function casesBy(failOn: FailOn, ...workloads: readonly WorkloadReport[]) {
  return [...namespaceCases(namespaceOf("shop", { workloads }), failOn)];
}

function deployment(...results: WorkloadReport["results"]): WorkloadReport {
  return workloadOf("Deployment", "apps/v1", "shop", "web", FILE, results);
}

test("a workload that meets a level passes", () => {
  assert.deepEqual(casesOf(deployment(resultOf("template", null, "baseline", "latest", ["enforce", "warn"], []))), [
    {
      name: "Deployment/web baseline:latest (enforce, warn)",
      className: "shop.Deployment",
      fault: null,
      lines: [],
      output: [],
    },
  ]);
});

for (const modes of [["enforce"], ["enforce", "audit", "warn"], []] as const) {
  test(`a violation of ${modes.length === 0 ? "a level of --level" : modes.join(", ")} fails`, () => {
    const [one] = casesOf(deployment(resultOf("template", null, "baseline", "v1.30", modes, [NETWORK])));
    assert.deepEqual(one, {
      name: `Deployment/web baseline:v1.30${modes.length === 0 ? "" : ` (${modes.join(", ")})`}`,
      className: "shop.Deployment",
      fault: {
        element: "failure",
        message: 'violates PodSecurity "baseline:v1.30": host namespaces (hostNetwork=true)',
      },
      lines: [LINE],
      output: [],
    });
  });
}

test("a violation in modes that do not reject passes, with a text in the output", () => {
  const [one] = casesOf(deployment(resultOf("template", null, "restricted", "latest", ["audit", "warn"], [NETWORK])));
  assert.equal(one?.fault, null);
  assert.deepEqual(one.lines, []);
  assert.deepEqual(one.output, [`does not count: ${LINE}`]);
});

const COUNTED: readonly (readonly [
  failOn: FailOn,
  modes: WorkloadReport["results"][number]["modes"],
  fails: boolean,
])[] = [
  ["enforce", ["audit", "warn"], false],
  ["audit", ["audit"], true],
  ["audit", ["enforce", "warn"], false],
  ["warn", ["warn"], true],
  ["any", ["audit"], true],
  ["audit", [], true],
  ["none", ["enforce", "audit", "warn"], false],
  ["none", [], false],
];

for (const [failOn, modes, fails] of COUNTED) {
  test(`--fail-on ${failOn}: a violation of ${modes.join(", ") || "a level"} ${fails ? "fails" : "passes"}`, () => {
    const [one] = casesBy(failOn, deployment(resultOf("template", null, "baseline", "latest", modes, [NETWORK])));
    assert.equal(one?.fault?.element, fails ? "failure" : undefined);
  });
}

test("a case with only accepted violations is skipped, and only new violations fail", () => {
  const accepted = acceptedOf(NETWORK);
  const other = violationOf("sysctls", "forbidden sysctls", "", FIELD);
  const [one, two] = casesOf(
    deployment(
      resultOf("template", null, "baseline", "latest", ["enforce"], [accepted]),
      resultOf("template", null, "restricted", "latest", ["enforce"], [accepted, other]),
    ),
  );
  assert.deepEqual(one?.fault, { element: "skipped", message: "accepted: hostNamespaces: before the migration" });
  assert.deepEqual(one.output, [`accepted: ${LINE}: before the migration (until 2027-01-31, accepted.yaml:7)`]);
  assert.equal(two?.fault?.message, 'violates PodSecurity "restricted:latest": forbidden sysctls');
  assert.deepEqual(two.lines, ["web.yaml:9:5: sysctls: forbidden sysctls, at spec.hostNetwork"]);
  assert.deepEqual(two.output, one.output);
});

test("a violation of a template and its pods is reported once", () => {
  const ofPods = { ...NETWORK, detail: "hostPID=true" };
  const [only, ...others] = casesOf(
    deployment(
      resultOf("template", null, "baseline", "latest", ["enforce"], [NETWORK]),
      resultOf("pods", "web-1", "baseline", "latest", ["enforce"], [{ ...NETWORK }]),
      { ...resultOf("pods", "web-2", "baseline", "latest", ["enforce"], [ofPods]), pods: 3 },
      resultOf("pods", "web-7", "baseline", "latest", ["enforce"], [{ ...ofPods, detail: "hostIPC=true" }]),
    ),
  );
  assert.deepEqual(others, []);
  assert.equal(
    only?.fault?.message,
    'violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true), host namespaces (hostPID=true), host namespaces (hostIPC=true)',
  );
  assert.deepEqual(only.lines, [
    LINE,
    'web.yaml:9:5: pod "web-2" and 2 more pods: hostNamespaces: host namespaces (hostPID=true), at spec.hostNetwork',
    'web.yaml:9:5: pod "web-7": hostNamespaces: host namespaces (hostIPC=true), at spec.hostNetwork',
  ]);
});

test("each field has a line", () => {
  const fields = [...NETWORK.fields, ...NETWORK.fields.map((field) => ({ ...field, path: "spec.hostPID", line: 10 }))];
  const [one] = casesOf(deployment(resultOf("template", null, "baseline", "latest", [], [{ ...NETWORK, fields }])));
  assert.deepEqual(one?.lines, [LINE, LINE.replace(":9:", ":10:").replace(/spec\.hostNetwork$/, "spec.hostPID")]);
});

test("a bare pod is named once, and a workload of a cluster has no place", () => {
  const pod = workloadOf("Pod", "v1", "shop", "", FILE, [resultOf("pods", "", "baseline", "latest", [], [NETWORK])]);
  const [one] = casesOf({ ...pod, source: null });
  assert.equal(one?.name, "Pod/<unknown> baseline:latest");
  assert.deepEqual(one.lines, [LINE.replace("web.yaml:9:5: ", "")]);
});

for (const [by, message] of [
  ["namespace", 'exempt: namespace "x"'],
  ["user", 'exempt: user "x"'],
  ["runtimeClass", 'exempt: runtime class "x"'],
] as const) {
  test(`a workload that is exempt by its ${by} is skipped`, () => {
    const [one, ...others] = casesOf({ ...deployment(), exempt: { by, value: "x" } });
    assert.deepEqual(others, []);
    assert.deepEqual(one, {
      name: "Deployment/web",
      className: "shop.Deployment",
      fault: { element: "skipped", message },
      lines: [],
      output: [],
    });
  });
}

test("a finished workload is skipped", () => {
  assert.deepEqual(
    casesOf({ ...deployment(), finished: true }).map(({ name, fault }) => [name, fault]),
    [["Deployment/web", { element: "skipped", message: "finished: it makes no more pods" }]],
  );
});

test("the pods of an exempt template are judged", () => {
  const result = resultOf("pods", "web-1", "baseline", "latest", ["enforce"], [NETWORK]);
  const cases = casesOf({ ...deployment(result), exempt: { by: "user", value: "x" } });
  assert.deepEqual(
    cases.map(({ fault }) => fault?.element),
    ["skipped", "failure"],
  );
});

test("the same workload in two places has two cases with their places", () => {
  const one = deployment(resultOf("template", null, "baseline", "latest", ["enforce"], []));
  const other = { ...one, source: { file: "b.yaml", document: 1, line: 7 } };
  assert.deepEqual(
    casesOf(one, other).map(({ name }) => name),
    ["Deployment/web in web.yaml:3 baseline:latest (enforce)", "Deployment/web in b.yaml:7 baseline:latest (enforce)"],
  );
  assert.deepEqual(
    casesOf({ ...one, source: null }, { ...one, source: null }).map(({ name }) => name),
    ["Deployment/web baseline:latest (enforce)", "Deployment/web baseline:latest (enforce)"],
  );
});
