import assert from "node:assert/strict";
import { test } from "node:test";
import type { FindingCode } from "../../../src/report/report.ts";
import { findingLines, namespaceFindingLines } from "../../../src/render/words/findings.ts";
import { clusterReport, finding } from "../../fixtures/reports/cluster-workloads.ts";
import { namespaceOf } from "../../fixtures/reports/report.ts";
import { colourTerminal, PIPE, terminal } from "../painted.ts";

function linesOf(names: readonly string[], code: FindingCode, width = Infinity): string[] {
  const namespaces = names.map((name) => namespaceOf(name, { findings: [finding("warning", code, "as it is")] }));
  return findingLines(clusterReport("AuditReport", namespaces), width === Infinity ? PIPE : terminal(width));
}

test("a finding about one namespace has its own message", () => {
  assert.deepEqual(linesOf(["a"], "no-labels"), ["warning: a: as it is"]);
});

const PLURALS: readonly (readonly [FindingCode, string])[] = [
  [
    "audit-not-stricter",
    "have audit or warn no stricter than enforce: the audit log or warnings do not show what violates the next level",
  ],
  ["exempt-labels", "are exempt, and their pod-security labels have no effect"],
  ["exempt-violations", "have exempt workloads that do not meet baseline"],
  ["invalid-labels", "have invalid pod-security labels"],
  ["no-labels", "have no pod-security labels: only the cluster's defaults are in force"],
  ["pinned-version", "pin an old version: newer checks do not run"],
  ["privileged", "do not meet baseline"],
];

for (const [code, words] of PLURALS) {
  test(`a finding about many namespaces has one message: ${code}`, () => {
    assert.deepEqual(linesOf(["a", "b"], code), [`warning: 2 namespaces ${words}: a, b`]);
    assert.deepEqual(linesOf(["a", "b", "c", "d"], code), [`warning: 4 namespaces ${words}: a, b, c, d`]);
    assert.deepEqual(linesOf(["a", "b", "c", "d", "e"], code), [
      `warning: 5 namespaces ${words}: a, b, c and 2 more namespaces`,
    ]);
  });
}

test("warnings come before information, and long lines are wrapped", () => {
  const namespaces = [
    namespaceOf("a", { findings: [finding("info", "privileged", "one"), finding("warning", "no-labels", "two")] }),
  ];
  const report = clusterReport("AuditReport", namespaces);
  assert.deepEqual(findingLines(report, PIPE), ["warning: a: two", "info: a: one"]);
  assert.deepEqual(findingLines(report, terminal(12)), ["warning: a:", "  two", "info: a: one"]);
  assert.deepEqual(findingLines(report, colourTerminal(80)), [
    "\u001b[33mwarning:\u001b[39m a: two",
    "\u001b[2minfo:\u001b[22m a: one",
  ]);
});

test("below a namespace, its name is not repeated", () => {
  const [line] = namespaceFindingLines(namespaceOf("a", { findings: [finding("info", "privileged", "\u001b")] }), PIPE);
  assert.equal(line, "  info: \\x1b");
});
