import assert from "node:assert/strict";
import { test } from "node:test";
import {
  acceptKnown,
  knownViolations,
  countAdded,
  countRemoved,
  containsAll,
  type KnownViolations,
} from "../../src/accepted/accepted-violations.ts";
import { lint } from "../../src/audit/lint.ts";
import type { Report, WorkloadReport } from "../../src/report/report.ts";
import { OPTIONS, itemsOf, levelAt } from "../audit/items.ts";

const LEVELS = [levelAt("baseline", "latest")];

function lintText(text: string, levels = LEVELS): Report {
  return lint(() => itemsOf(text), { ...OPTIONS, levels });
}

function workloadsOf({ namespaces }: Report): WorkloadReport[] {
  return namespaces.flatMap(({ workloads }) => workloads);
}

function knownIn(text: string, levels = LEVELS): KnownViolations {
  return knownViolations(workloadsOf(lintText(text, levels)));
}

/** An object in the namespace `ns`, and the spec of its pod template. */
function deployment(
  spec: string,
  { name = "web", apiVersion = "apps/v1", kind = "Deployment", namespace = "ns" } = {},
) {
  return `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: ${name}, namespace: ${namespace}}, spec: {template: {spec: {${spec}}}}}\n---\n`;
}

const pod = (metadata: string, spec: string): string =>
  `{apiVersion: v1, kind: Pod, metadata: {namespace: ns, ${metadata}}, spec: {${spec}}}\n---\n`;

const A = "{name: a, securityContext: {privileged: true}}";
const B = "{name: b, securityContext: {privileged: true}}";
const A_AT = "containers[a].securityContext.privileged";

/** The known violations, the current ones, and the result: `check` is new, `(check)` is accepted; then those that are gone. */
const CASES: readonly (readonly [
  name: string,
  before: string,
  today: string,
  violations: readonly string[],
  gone: readonly string[],
])[] = [
  ["nothing", "", "", [], []],
  ["the same", deployment(`containers: [${A}]`), deployment(`containers: [${A}]`), ["(privileged)"], []],
  ["something new", "", deployment(`containers: [${A}]`), ["privileged"], []],
  [
    "something gone",
    deployment(`containers: [${A}]`),
    deployment("containers: [{name: a}]"),
    [],
    [`ns deployment.apps/web: privileged at ${A_AT}`],
  ],
  [
    "another order, and other lines",
    deployment(`containers: [${A}, ${B}]`),
    `# moved\n\n${deployment(`containers: [{name: sidecar}, ${B}, ${A}]`)}`,
    ["(privileged)"],
    [],
  ],
  [
    "another container at fault makes the violation new",
    deployment(`containers: [${A}]`),
    deployment(`containers: [${A}, ${B}]`),
    ["privileged"],
    [],
  ],
  [
    "what is partly mended stays accepted",
    deployment(`containers: [${A}, ${B}]`),
    deployment(`containers: [${B}]`),
    ["(privileged)"],
    [`ns deployment.apps/web: privileged at ${A_AT}`],
  ],
  [
    "another capability",
    deployment("containers: [{name: a, securityContext: {capabilities: {add: [NET_ADMIN]}}}]"),
    deployment("containers: [{name: a, securityContext: {capabilities: {add: [SYS_TIME, NET_ADMIN]}}}]"),
    ["capabilities_baseline"],
    [],
  ],
  [
    "another check of the same workload",
    deployment(`containers: [${A}]`),
    deployment(`hostPID: true, containers: [${A}]`),
    ["hostNamespaces", "(privileged)"],
    [],
  ],
  [
    "another value of the same field",
    deployment("volumes: [{name: v, hostPath: {path: /a}}]"),
    deployment("volumes: [{name: v, hostPath: {path: /b}}]"),
    ["(hostPathVolumes)"],
    [],
  ],
  [
    "another workload, namespace or kind",
    deployment("hostPID: true", { name: "a" }) +
      deployment("hostPID: true", { namespace: "b" }) +
      deployment("hostPID: true", { kind: "StatefulSet" }),
    deployment("hostPID: true"),
    ["hostNamespaces"],
    [
      "b deployment.apps/web: hostNamespaces at hostPID",
      "ns deployment.apps/a: hostNamespaces at hostPID",
      "ns statefulset.apps/web: hostNamespaces at hostPID",
    ],
  ],
  [
    "another version of the same group",
    deployment("hostPID: true", { apiVersion: "apps/v1beta2" }),
    deployment("hostPID: true", { apiVersion: "apps/v1" }),
    ["(hostNamespaces)"],
    [],
  ],
  [
    "the group that Kubernetes has moved the kind to",
    deployment("hostPID: true", { apiVersion: "extensions/v1beta1" }),
    deployment("hostPID: true"),
    ["(hostNamespaces)"],
    [],
  ],
  [
    "pods whose names the API server has made",
    pod("name: p-x1, generateName: p-", "hostPID: true"),
    pod("name: p-y2, generateName: p-", "hostPID: true"),
    ["(hostNamespaces)"],
    [],
  ],
  [
    "an object without a name",
    pod("labels: {}", "hostPID: true"),
    "",
    [],
    ["ns pod/<unknown>: hostNamespaces at hostPID"],
  ],
  [
    "one workload in two files, or twice in one",
    deployment("hostPID: true") + deployment("hostIPC: true"),
    deployment("hostIPC: true") + deployment("hostPID: true"),
    ["(hostNamespaces)", "(hostNamespaces)"],
    [],
  ],
];

for (const [name, before, today, violations, gone] of CASES) {
  test(name, () => {
    const report = acceptKnown(lintText(today), knownIn(before), () => true);
    const found = workloadsOf(report).flatMap(({ results }) => results.flatMap((result) => result.violations));
    assert.deepEqual(
      found.map(({ check, accepted }) => (accepted ? `(${check})` : check)),
      violations,
    );
    assert.deepEqual(report.accept?.gone, gone);
    const accepted = violations.filter((violation) => violation.startsWith("(")).length;
    assert.equal(report.accept?.accepted, accepted);
    assert.equal(report.summary.accepted, accepted);
    assert.equal(report.summary.failing, violations.length - accepted);
  });
}

test("level, version and mode do not matter", () => {
  const text = deployment(`hostPID: true, containers: [${A}]`);
  const known = knownIn(text, [levelAt("restricted", "v1.20")]);
  const report = acceptKnown(lintText(text), known, () => true);
  assert.equal(report.summary.failing, 0);
  // The other checks of the other level did not run, so their violations may still be there.
  assert.deepEqual(report.accept?.gone, []);
});

test("nor do they if a restricted check replaces a baseline one, either way", () => {
  const context = "capabilities: {add: [NET_ADMIN]}, seccompProfile: {type: Unconfined}, privileged: true";
  const text = deployment(`containers: [{name: a, securityContext: {${context}}}]`);
  const [strict, loose] = [[levelAt("restricted", "latest")], LEVELS];
  const settle = (before: string, levels: typeof LEVELS, today: string, now: typeof LEVELS): Report =>
    acceptKnown(lintText(today, now), knownIn(before, levels), () => true);
  const relaxed = settle(text, strict, text, loose);
  assert.deepEqual([relaxed.summary.failing, relaxed.accept?.gone], [0, []]);
  const open = settle(text, loose, text, strict).namespaces.flatMap(({ workloads }) =>
    workloads.flatMap(({ results }) =>
      results.flatMap(({ violations }) => violations.filter(({ accepted }) => !accepted)),
    ),
  );
  // Only the additional requirements of restricted, such as dropping all capabilities.
  assert.deepEqual(
    open.map(({ check, fields }) => `${check} ${fields[0]?.stablePath}`),
    [
      "allowPrivilegeEscalation containers[a].securityContext.allowPrivilegeEscalation",
      "capabilities_restricted containers[a].securityContext.capabilities.drop",
      "runAsNonRoot containers[a].securityContext.runAsNonRoot",
    ],
  );
  const mended = deployment("containers: [{name: a, securityContext: {capabilities: {add: [NET_ADMIN]}}}]");
  assert.deepEqual(settle(text, strict, mended, loose).accept?.gone, [`ns deployment.apps/web: privileged at ${A_AT}`]);
});

test("a known file has its own violations; an unknown one may have been moved", () => {
  const [bad, good] = [deployment(`containers: [${A}]`), deployment("containers: [{name: a}]")];
  const lintFiles = (files: Readonly<Record<string, string>>): Report =>
    lint(() => Object.entries(files).flatMap(([file, text]) => itemsOf(text, file)), { ...OPTIONS, levels: LEVELS });
  const known = knownViolations(workloadsOf(lintFiles({ "dev.yaml": bad, "prod.yaml": deployment("hostPID: true") })));
  const settle = (files: Readonly<Record<string, string>>): readonly [number, readonly string[] | undefined] => {
    const report = acceptKnown(lintFiles(files), known, () => true);
    return [report.summary.failing, report.accept?.gone];
  };
  assert.deepEqual(settle({ "dev.yaml": bad, "prod.yaml": deployment("hostPID: true") }), [0, []]);
  assert.equal(settle({ "dev.yaml": good, "prod.yaml": deployment(`hostPID: true, containers: [${A}]`) })[0], 1);
  assert.equal(settle({ "moved.yaml": bad, "prod.yaml": deployment("hostPID: true") })[0], 0);
});

test("the first field of a new violation is a new one", () => {
  const known = knownIn(deployment(`containers: [${A}]`));
  const report = acceptKnown(lintText(deployment(`containers: [${A}, ${B}]`)), known, () => true);
  const [violation] = report.namespaces[0]?.workloads[0]?.results[0]?.violations ?? [];
  assert.equal(violation?.accepted, false);
  assert.deepEqual(
    violation.fields.map(({ stablePath }) => stablePath),
    ["containers[b].securityContext.privileged", A_AT],
  );
});

test("only violations of places that were read are gone, in each of their files", () => {
  const report = lintText("");
  const items = [...itemsOf(deployment("hostPID: true"), "a.yaml"), ...itemsOf(deployment("hostIPC: true"), "b.yaml")];
  const known = knownViolations(workloadsOf(lint(() => items, { ...OPTIONS, levels: LEVELS })));
  const goneWith = (...files: readonly string[]): number | undefined =>
    acceptKnown(report, known, ({ namespace, file }) => namespace === "ns" && files.includes(file ?? "")).accept?.gone
      .length;
  assert.deepEqual([goneWith(), goneWith("a.yaml"), goneWith("b.yaml", "a.yaml")], [0, 0, 2]);
});

test("a lone surrogate is compared as a document contains it", () => {
  const text = String.raw`{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "\ud800", "namespace": "ns"}, "spec": {"hostPID": true}}`;
  const report = lintText(text);
  const document = (value: string): string => value.toWellFormed();
  const read = workloadsOf(report).map((workload) => ({ ...workload, stableName: document(workload.stableName) }));
  assert.equal(acceptKnown(report, knownViolations(read), () => true).summary.failing, 0);
});

test("a violation that names no field is never accepted", () => {
  const report = lintText(deployment("hostPID: true"));
  const namespaces = report.namespaces.map((namespace) => ({
    ...namespace,
    workloads: namespace.workloads.map((workload) => ({
      ...workload,
      results: workload.results.map((result) => ({
        ...result,
        violations: result.violations.map((violation) => ({ ...violation, fields: [] })),
      })),
    })),
  }));
  const known = knownViolations(workloadsOf(report));
  assert.equal(acceptKnown({ ...report, namespaces }, known, () => true).summary.failing, 1);
});

test("missing violations are counted once, whatever the number of their fields", () => {
  const both = knownIn(deployment(`hostPID: true, hostIPC: true, containers: [${A}, ${B}]`));
  const one = knownIn(deployment(`hostPID: true, containers: [${A}]`));
  assert.deepEqual([countAdded(both, one), countAdded(one, both), countAdded(one, new Map())], [2, 0, 2]);
  assert.deepEqual([countRemoved(both, one), countRemoved(one, both), countRemoved(one, new Map())], [2, 0, 2]);
  const ipc = knownIn(deployment(`hostIPC: true, containers: [${A}]`));
  assert.deepEqual([countAdded(both, ipc), countRemoved(both, ipc), countAdded(new Map(), both)], [2, 2, 0]);
});

test("all violations of a workload are known, or not", () => {
  const [workload] = workloadsOf(lintText(deployment("hostPID: true")));
  assert.ok(workload);
  assert.equal(containsAll(knownIn(deployment("hostPID: true, hostIPC: true")), workload), true);
  assert.equal(containsAll(knownIn(deployment("hostIPC: true")), workload), false);
  assert.equal(containsAll(new Map(), { ...workload, results: [] }), true);
});
