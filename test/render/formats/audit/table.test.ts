import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import type { Report } from "../../../../src/report/report.ts";
import { renderAuditTable, renderAuditWide } from "../../../../src/render/formats/audit/table.ts";
import { widthOf } from "../../../../src/render/terminal/width.ts";
import { AUDIT, CLEAN_AUDIT, DUMP_AUDIT } from "../../../fixtures/reports/audit-report.ts";
import { ACCEPT_AUDIT } from "../../../fixtures/reports/accept-report.ts";
import { clusterReport } from "../../../fixtures/reports/cluster-workloads.ts";
import { assertGolden } from "../../../golden/golden.ts";
import { namespaceOf } from "../../../fixtures/reports/report.ts";
import { colourTerminal, PIPE, terminal, text } from "../../painted.ts";

for (const width of [80, 200]) {
  for (const [name, report, details] of [
    ["", AUDIT, false],
    ["details-", AUDIT, true],
    ["dump-", DUMP_AUDIT, true],
  ] as const) {
    test(`${name} of ${width} columns`, () => {
      const table = text(renderAuditTable(report, { ...terminal(width), details }));
      assertGolden(`formats/audit/${name}${width}.txt`, table);
      for (const line of table.split("\n")) assert.ok(widthOf(line) <= width, line);
    });
  }
}

test("audit in a pipe", () => {
  assertGolden("formats/audit/pipe.txt", text(renderAuditTable(AUDIT, PIPE)));
  assertGolden("formats/audit/details-pipe.txt", text(renderAuditTable(AUDIT, { ...PIPE, details: true })));
});

test("all of an audit", () => {
  assertGolden("formats/audit/wide.txt", text(renderAuditWide(AUDIT, PIPE)));
  assert.equal(text(renderAuditWide(AUDIT, terminal(20))), text(renderAuditWide(AUDIT, PIPE)), "nothing is cut");
});

test("colours change nothing else", () => {
  const style = { ...colourTerminal(80), details: true };
  const coloured = text(renderAuditTable(AUDIT, style));
  assertGolden("formats/audit/details-colour.txt", coloured);
  assert.equal(stripVTControlCharacters(coloured), text(renderAuditTable(AUDIT, { ...terminal(80), details: true })));
  const short = text(renderAuditTable(AUDIT, colourTerminal(80)));
  assertGolden("formats/audit/colour.txt", short);
  assert.equal(stripVTControlCharacters(short), text(renderAuditTable(AUDIT, terminal(80))));
  const wide = text(renderAuditWide(AUDIT, colourTerminal(80)));
  assertGolden("formats/audit/wide-colour.txt", wide);
});

test("a clean audit has no column of what is refused, and says what could be enforced", () => {
  assert.deepEqual(text(renderAuditTable(CLEAN_AUDIT, PIPE)).split("\n"), [
    "NAMESPACE  ENFORCE         AUDIT       WARN        STRICTEST   WORKLOADS  PODS  MOST FREQUENT CHECKS",
    "web        baseline:v1.30  restricted  restricted  restricted  0/1        12",
    "",
    "No violations: 1 workload with 12 pods in 1 namespace checked; 40 objects of the cluster; evaluated as Kubernetes v1.37",
    "1 namespace meets a stricter level than enforce asks for: try kubectl pss dry-run -n web --enforce restricted",
    "",
  ]);
});

test("details of one namespace need no summary over namespaces", () => {
  const only: Report = { ...AUDIT, namespaces: AUDIT.namespaces.filter(({ name }) => name === "payments") };
  const [first, second] = text(renderAuditTable(only, { ...PIPE, details: true })).split("\n");
  assert.equal(first, "    MODES         CHECK                     DETAIL");
  assert.match(second ?? "", /^payments {2}enforce=baseline:latest \(label\) {2}audit=baseline:v1\.24 \(label\) {2}/);
});

test("without headings there are only namespaces", () => {
  const lines = text(renderAuditTable(AUDIT, { ...PIPE, headers: false }))
    .trimEnd()
    .split("\n");
  assert.equal(lines.length, AUDIT.namespaces.length);
  assert.doesNotMatch(text(renderAuditWide(AUDIT, { ...PIPE, headers: false })), /NAMESPACE|MODES|Most frequent/);
});

test("a cluster without anything is one line", () => {
  const empty = { ...clusterReport("AuditReport", []), unreadable: [] };
  const expected = "Nothing to judge: no workload among 40 objects of the cluster\n";
  for (const details of [false, true]) {
    const report = { ...empty, summary: { ...empty.summary, unreadable: 0 } };
    assert.equal(text(renderAuditTable(report, { ...PIPE, details })), expected);
    assert.equal(text(renderAuditWide(report, PIPE)), expected);
  }
});

test("thousands of namespaces are one line each", () => {
  const names = Array.from({ length: 1000 }, (_name, index) => `team-${index}`);
  const report = clusterReport(
    "AuditReport",
    names.map((name) => namespaceOf(name)),
  );
  const lines = text(renderAuditTable(report, terminal(80))).split("\n");
  assert.deepEqual(
    lines.slice(1, 1001).map((line) => line.split(" ")[0]),
    names,
  );
});

test("a long name is cut to its share of the terminal", () => {
  const report = clusterReport("AuditReport", [namespaceOf("n".repeat(63))]);
  const [, line = ""] = text(renderAuditTable(report, terminal(80))).split("\n");
  assert.ok(line.startsWith(`${"n".repeat(31)}…  baseline`), line);
});

test("accepted violations are left out and counted, and those that are gone are named", () => {
  assertGolden("formats/audit/accept.txt", text(renderAuditTable(ACCEPT_AUDIT, PIPE)));
  assertGolden("formats/audit/accept-details.txt", text(renderAuditTable(ACCEPT_AUDIT, { ...PIPE, details: true })));
  assertGolden("formats/audit/accept-wide.txt", text(renderAuditWide(ACCEPT_AUDIT, PIPE)));
});
