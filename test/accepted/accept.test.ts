import assert from "node:assert/strict";
import { test } from "node:test";
import { acceptViolations } from "../../src/accepted/accept.ts";
import { ruleOf } from "../../src/accepted/rule.ts";
import { lint } from "../../src/audit/lint.ts";
import type { AcceptedEntry } from "../../src/report/acceptance.ts";
import type { Report } from "../../src/report/report.ts";
import { OPTIONS, itemsOf, levelAt } from "../audit/items.ts";

const A = "{name: a, securityContext: {privileged: true}}";
const B = "{name: b, securityContext: {privileged: true}}";

/** A Deployment `web` in the namespace `shop`. */
function deployment(spec: string, name = "web"): string {
  return `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: shop}, spec: {template: {spec: {${spec}}}}}\n---\n`;
}

function lintText(text: string, levels = [levelAt("baseline", "latest")]): Report {
  return lint(() => itemsOf(text), { ...OPTIONS, levels });
}

function rule(entry: Partial<AcceptedEntry>, line = 1) {
  return ruleOf({ check: "privileged", reason: "r", ...entry }, { by: "file", file: "accepted.yaml", line });
}

function acceptIn(report: Report, ...entries: readonly Partial<AcceptedEntry>[]) {
  const rules = entries.map(rule);
  return acceptViolations(report, rules, new Map(), "2027-01-31");
}

/** The violations of a report, with the accepted ones in parentheses, and the containers that are open. */
function shown({ namespaces }: Report): string[] {
  return namespaces.flatMap(({ workloads }) =>
    workloads.flatMap(({ violations }) =>
      violations.map(({ check, accepted, fields }) => {
        const open = fields.flatMap((field) => (field.accepted === undefined ? (field.container ?? "pod") : []));
        return accepted === null ? `${check} ${open.join(" ")}` : `(${check})`;
      }),
    ),
  );
}

const CASES: readonly (readonly [
  name: string,
  spec: string,
  entries: readonly Partial<AcceptedEntry>[],
  expected: readonly string[],
])[] = [
  ["nothing", `containers: [${A}]`, [], ["privileged a"]],
  ["a check in any place", `containers: [${A}, ${B}]`, [{}], ["(privileged)"]],
  ["another check", `containers: [${A}]`, [{ check: "hostPorts" }], ["privileged a"]],
  ["a pattern of checks", `containers: [${A}]`, [{ check: "priv*" }], ["(privileged)"]],
  ["one container of two", `containers: [${A}, ${B}]`, [{ container: "a" }], ["privileged b"]],
  [
    "both containers, by two entries",
    `containers: [${A}, ${B}]`,
    [{ container: "b" }, { container: "a" }],
    ["(privileged)"],
  ],
  ["an init container", `initContainers: [${A}], containers: [{name: c}]`, [{ container: "a" }], ["(privileged)"]],
  ["a pattern of containers", `containers: [${A}, ${B}]`, [{ container: "?" }], ["(privileged)"]],
  [
    "the pod itself, and no container",
    "securityContext: {seccompProfile: {type: Unconfined}}, containers: [{name: a, securityContext: {seccompProfile: {type: Unconfined}}}]",
    [{ check: "seccompProfile_baseline", container: "" }],
    ["seccompProfile_baseline a"],
  ],
  [
    "every container, and not the pod itself",
    "securityContext: {seccompProfile: {type: Unconfined}}, containers: [{name: a, securityContext: {seccompProfile: {type: Unconfined}}}]",
    [{ check: "seccompProfile_baseline", container: "*" }],
    ["seccompProfile_baseline pod"],
  ],
  ["the right kind", `containers: [${A}]`, [{ kind: "Deployment" }], ["(privileged)"]],
  ["another kind", `containers: [${A}]`, [{ kind: "StatefulSet" }], ["privileged a"]],
  ["another namespace", `containers: [${A}]`, [{ namespace: "shop-*" }], ["privileged a"]],
  ["a pattern of names", `containers: [${A}]`, [{ name: "w*", namespace: "sh?p" }], ["(privileged)"]],
  ["another name", `containers: [${A}]`, [{ name: "we" }], ["privileged a"]],
  ["until today", `containers: [${A}]`, [{ until: "2027-01-31" }], ["(privileged)"]],
  ["until yesterday", `containers: [${A}]`, [{ until: "2027-01-30" }], ["privileged a"]],
  ["until yesterday, and again", `containers: [${A}]`, [{ until: "2027-01-30" }, {}], ["(privileged)"]],
];

for (const [name, spec, entries, expected] of CASES) {
  test(`it accepts ${name}`, () => {
    const { report } = acceptIn(lintText(deployment(spec)), ...entries);
    assert.deepEqual(shown(report), expected);
    const open = expected.filter((text) => !text.startsWith("("));
    assert.deepEqual([report.summary.violations, report.summary.failing], [expected.length, open.length]);
    assert.equal(report.summary.accepted, expected.length - open.length);
  });
}

test("verdicts, messages and readiness do not change", () => {
  const before = lintText(deployment(`hostPID: true, containers: [${A}]`));
  const { report: after } = acceptIn(before, { check: "*" });
  const facts = ({ namespaces }: Report) =>
    namespaces.map(({ readyFor, blocks, rejectedNow, policy, workloads }) => ({
      ...{ readyFor, blocks, rejectedNow, policy },
      results: workloads.flatMap(({ results, otherResults }) =>
        [...results, ...otherResults].map(({ allowed, message, modes }) => ({ allowed, message, modes })),
      ),
    }));
  assert.deepEqual(facts(after), facts(before));
  assert.equal(after.summary.failing, 0);
});

test("a violation of a level that neither a label nor --level names is accepted, too", () => {
  const { report, use } = acceptIn(lintText(deployment("containers: [{name: a}]")), { check: "runAsNonRoot" });
  const [workload] = report.namespaces.flatMap(({ workloads }) => workloads);
  const found = workload?.otherResults.flatMap(({ violations }) => violations) ?? [];
  assert.equal(found.find(({ check }) => check === "runAsNonRoot")?.accepted?.reason, "r");
  assert.equal(use.matched.size, 1);
});

test("the first entry is named, and each of them is used", () => {
  const { report, use } = acceptIn(lintText(deployment(`containers: [${A}]`)), { reason: "one" }, { reason: "two" });
  const [violation] = report.namespaces[0]?.workloads[0]?.violations ?? [];
  assert.deepEqual(violation?.accepted, {
    ...{ reason: "one", until: null },
    ...{ by: "file", file: "accepted.yaml", line: 0 },
  });
  assert.deepEqual([use.found.size, use.matched.size, use.expired.size], [2, 2, 0]);
});

test("open fields come first, so that a format with one place shows one of them", () => {
  const { report } = acceptIn(lintText(deployment(`containers: [${A}, ${B}]`)), { container: "a" });
  const [violation] = report.namespaces[0]?.workloads[0]?.violations ?? [];
  assert.deepEqual(
    violation?.fields.map(({ container }) => container),
    ["b", "a"],
  );
});

test("ten thousand entries with exact names are looked up, and not compared one by one with each workload", () => {
  let compared = 0;
  const entries = Array.from({ length: 10_000 }, (_, index) => rule({ name: `web-${index}` }, index));
  const counted = entries.map((one) => ({
    ...one,
    isAbout: (workload: Parameters<typeof one.isAbout>[0]) => {
      compared++;
      return one.isAbout(workload);
    },
  }));
  const text = Array.from({ length: 100 }, (_, index) => deployment(`containers: [${A}]`, `web-${index}`)).join("");
  const { report } = acceptViolations(lintText(text), counted, new Map(), "2027-01-31");
  assert.equal(report.summary.accepted, 100);
  assert.equal(compared, 100);
});
