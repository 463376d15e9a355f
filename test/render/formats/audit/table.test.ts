import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import type { Report } from "../../../../src/report/report.ts";
import { renderAuditTable, renderAuditWide } from "../../../../src/render/formats/audit/table.ts";
import { widthOf } from "../../../../src/render/terminal/width.ts";
import { AUDIT, CLEAN_AUDIT, DUMP_AUDIT } from "../../../fixtures/reports/audit-report.ts";
import { AUDIT_COMPARISON } from "../../../fixtures/reports/comparisons.ts";
import { ACCEPT_AUDIT } from "../../../fixtures/reports/accept-report.ts";
import { clusterReport } from "../../../fixtures/reports/cluster-workloads.ts";
import { assertGolden } from "../../../golden/golden.ts";
import { LATEST } from "../../../../src/policy/version.ts";
import { audit } from "../../../audit/clusters.ts";
import { CLEAN, deployment, namespace, PLAIN, PRIVILEGED } from "./dumps.ts";
import { namespaceOf } from "../../../fixtures/reports/report.ts";
import { colourTerminal, PIPE, terminal, text } from "../../painted.ts";

for (const width of [80, 200]) {
  for (const [name, report, details] of [
    ["", AUDIT, false],
    ["details-", AUDIT, true],
    ["dump-", DUMP_AUDIT, true],
    ["compared-", { ...AUDIT, compared: AUDIT_COMPARISON }, false],
  ] as const) {
    test(`${name} of ${width} columns`, () => {
      const table = text(renderAuditTable(report, { ...terminal(width), details }));
      assertGolden(`formats/audit/${name}${width}.txt`, table);
      for (const line of table.split("\n")) assert.ok(widthOf(line) <= width, line);
    });
  }
}

test("no line of 80 columns is wider, also with long names and long fields", () => {
  const name = "a-namespace-whose-name-is-as-long-as-those-of-some-teams";
  const workload = "a-deployment-whose-name-is-not-short";
  const report = audit(
    namespace(name, "enforce: restricted") +
      deployment(name, workload, PLAIN) +
      namespace("b", "enforce: restricted") +
      deployment("b", "web", PRIVILEGED),
  );
  for (const details of [false, true]) {
    const table = text(renderAuditTable(report, { ...terminal(80), details }));
    for (const line of table.split("\n")) assert.ok(widthOf(line) <= 80, line);
    // A truncated name does not identify the workload.
    assert.ok(table.includes(workload));
    assert.equal(table.includes("spec.securityContext.seccompProfile.type: RuntimeDefault"), details);
  }
});

test("audit in a pipe", () => {
  assertGolden("formats/audit/pipe.txt", text(renderAuditTable(AUDIT, PIPE)));
  assertGolden("formats/audit/details-pipe.txt", text(renderAuditTable(AUDIT, { ...PIPE, details: true })));
});

test("all of an audit", () => {
  assertGolden("formats/audit/wide.txt", text(renderAuditWide(AUDIT, PIPE)));
});

test("the API server's texts are shown on request", () => {
  const style = { ...PIPE, messages: true };
  assertGolden("formats/audit/wide-messages.txt", text(renderAuditWide(AUDIT, style)));
  const details = text(renderAuditTable(AUDIT, { ...style, details: true }));
  assert.match(details, /^ {4}its pods are forbidden: violates PodSecurity "baseline:latest": /m);
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

test("a clean audit reports that nothing fails", () => {
  assert.deepEqual(text(renderAuditTable(CLEAN_AUDIT, PIPE)).split("\n"), [
    "context prod, evaluated as Kubernetes v1.37: 1 namespace, 1 workload, 12 pods",
    "NAMESPACE  ENFORCE         AUDIT       WARN        READY FOR   BLOCK BASELINE  BLOCK RESTRICTED",
    "web        baseline:v1.30  restricted  restricted  restricted  -               -",
    "",
    "No workload violates what is enforced (exit code 0).",
    "",
  ]);
});

test("the exit code is not named if a note or an input changes it", () => {
  const note = { severity: "error", code: "unknown-namespace", message: "m", source: null } as const;
  const closing = (report: Report) => text(renderAuditTable(report, PIPE)).trimEnd().split("\n").at(-1);
  assert.equal(closing({ ...CLEAN_AUDIT, notes: [note] }), "No workload violates what is enforced.");
  const failing = { ...CLEAN_AUDIT, summary: { ...CLEAN_AUDIT.summary, failing: 1 } };
  assert.equal(closing(failing), "0 workloads violate what is enforced: 1 violation (exit code 1).");
  assert.equal(closing({ ...failing, notes: [note] }), "0 workloads violate what is enforced: 1 violation.");
});

test("an audit without an enforced level gives the reason why nothing fails, only if there are violations", () => {
  const blocked = audit(namespace("a") + deployment("a", "web", PRIVILEGED));
  assert.match(
    text(renderAuditTable(blocked, PIPE)),
    /^Nothing is enforced in 1 namespace with workloads that block baseline or restricted, so nothing fails there \(exit code 0\); --level baseline fails on what blocks it\.$/m,
  );
  const meetsBaseline = audit(namespace("a") + deployment("a", "web", PLAIN));
  assert.match(
    text(renderAuditTable(meetsBaseline, PIPE)),
    /^Nothing is enforced in 1 namespace with workloads that block restricted, so nothing fails there \(exit code 0\); --level restricted fails on what blocks it\.$/m,
  );
  const clean = audit(namespace("a") + deployment("a", "web", CLEAN));
  assert.match(text(renderAuditTable(clean, PIPE)), /^No workload violates what is enforced \(exit code 0\)\.$/m);
});

test("a level of --level is named beside the enforced level", () => {
  const levels = [{ level: "baseline", version: LATEST }] as const;
  const report = audit(namespace("a") + deployment("a", "web", PRIVILEGED), { levels });
  const last = "1 workload violates baseline:latest (--level) or what is enforced: 1 violation (exit code 1).";
  assert.equal(text(renderAuditTable(report, PIPE)).trimEnd().split("\n").at(-1), last);
});

test("pods that the cluster rejects now have the API server's message", () => {
  const [first, ...others] = audit(namespace("a") + deployment("a", "web", CLEAN)).namespaces;
  assert.ok(first !== undefined && others.length === 0);
  const rejection = {
    message: 'pods "web-1" is forbidden: violates PodSecurity "restricted:latest": m',
    from: "event",
    lastSeen: "2026-01-02T03:04:05Z",
  } as const;
  const workloads = first.workloads.map((workload) => ({ ...workload, rejection }));
  const report = clusterReport("AuditReport", [{ ...first, workloads, rejectedNow: 1 }]);
  assert.match(
    text(renderAuditTable(report, PIPE)),
    /^ {2}a {2}Deployment\/web .*as the API server reports: -n shows its message$/m,
  );
  const details = text(renderAuditTable(report, { ...PIPE, details: true }));
  assert.match(details, /^REJECTED NOW .*: 1 of 1 workload$/m);
  assert.ok(
    details.includes(`    API server (Event FailedCreate, last seen ${rejection.lastSeen}): ${rejection.message}\n`),
    details,
  );
});

test("a finished workload blocks nothing, and is named", () => {
  const job = (status: string) =>
    `---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: once, namespace: a}\nspec: {template: {spec: ${PRIVILEGED}}}\n${status}`;
  const report = audit(namespace("a") + job('status: {conditions: [{type: Complete, status: "True"}]}\n'));
  const details = text(renderAuditTable(report, { ...PIPE, details: true }));
  assert.match(details, /nothing runs here/);
  assert.match(details, /^FINISHED: 1 workload: Job\/once$/m);
  assert.doesNotMatch(details, /BLOCKS/);
  assert.match(
    text(renderAuditTable(audit(namespace("a") + job("")), { ...PIPE, details: true })),
    /^BLOCKS BASELINE: 1 of 1 workload$/m,
  );
});

test("details of one namespace need no rows of namespaces", () => {
  const only: Report = { ...AUDIT, namespaces: AUDIT.namespaces.filter(({ name }) => name === "payments") };
  const [, first] = text(renderAuditTable(only, { ...PIPE, details: true })).split("\n");
  assert.match(
    first ?? "",
    /^payments {2}enforce=baseline {2}audit=baseline:v1\.24 {2}warn=restricted {2}READY FOR privileged only {2}/,
  );
});

test("without headings there are only namespaces", () => {
  const lines = text(renderAuditTable(AUDIT, { ...PIPE, headers: false }))
    .trimEnd()
    .split("\n");
  assert.equal(lines.length, AUDIT.namespaces.length);
  assert.doesNotMatch(text(renderAuditWide(AUDIT, { ...PIPE, headers: false })), /NAMESPACE|[Ee]valuated/);
});

test("an empty cluster has a message", () => {
  const empty = { ...clusterReport("AuditReport", []), unreadable: [] };
  const expected =
    "context prod, evaluated as Kubernetes v1.37: 0 namespaces, 0 workloads, 0 pods\n\nNo workload among 40 objects of the cluster.\n";
  for (const details of [false, true]) {
    const report = { ...empty, summary: { ...empty.summary, unreadable: 0 } };
    assert.equal(text(renderAuditTable(report, { ...PIPE, details })), expected);
    assert.equal(text(renderAuditWide(report, PIPE)), expected);
  }
});

test("a terminal has 25 namespaces and the number of the others; a pipe has all", () => {
  const names = Array.from({ length: 1000 }, (_name, index) => `team-${index}`);
  const report = clusterReport(
    "AuditReport",
    names.map((name) => namespaceOf(name)),
  );
  const firsts = (lines: readonly string[]) => lines.map((line) => line.split(" ")[0]);
  const lines = text(renderAuditTable(report, terminal(100))).split("\n");
  assert.deepEqual(firsts(lines.slice(2, 27)), names.slice(0, 25));
  assert.equal(lines[27], "and 975 more namespaces: --only blocked, -n NAME or -o wide");
  assert.deepEqual(firsts(text(renderAuditTable(report, PIPE)).split("\n").slice(2, 1002)), names);
});

test("a long name is shortened in the middle, to its share of the terminal", () => {
  const report = clusterReport("AuditReport", [namespaceOf("n".repeat(60) + "end")]);
  const [, , line = ""] = text(renderAuditTable(report, terminal(80))).split("\n");
  assert.ok(line.startsWith(`${"n".repeat(12)}…${"n".repeat(8)}end  baseline`), line);
});

test("accepted violations are left out and counted, and unused entries are named", () => {
  assertGolden("formats/audit/accept.txt", text(renderAuditTable(ACCEPT_AUDIT, PIPE)));
  assertGolden("formats/audit/accept-details.txt", text(renderAuditTable(ACCEPT_AUDIT, { ...PIPE, details: true })));
  assertGolden("formats/audit/accept-wide.txt", text(renderAuditWide(ACCEPT_AUDIT, PIPE)));
});

test("the details of several namespaces begin with the workloads that are rejected now, then the worst namespace", () => {
  const report = audit(
    namespace("a") +
      deployment("a", "web", PLAIN) +
      namespace("b", "enforce: restricted") +
      deployment("b", "web", PLAIN) +
      namespace("c") +
      deployment("c", "web", PRIVILEGED),
  );
  const lines = text(renderAuditTable(report, { ...PIPE, details: true })).split("\n");
  assert.equal(lines[1], "REJECTED NOW: 1 workload in 1 namespace cannot start a new pod");
  const heads = lines.filter((line) => line.includes("  enforce=") && !line.startsWith(" "));
  assert.deepEqual(
    heads.map((line) => line.charAt(0)),
    ["b", "c", "a"],
  );
  const wide = text(renderAuditWide(report, PIPE)).split("\n");
  assert.deepEqual(
    wide.filter((line) => line.includes("  enforce=") && !line.startsWith(" ")),
    heads,
  );
});

test("messages are below their workload, in the section of their level, each once", () => {
  const style = { ...PIPE, details: true, messages: true };
  const shown = (dump: string) =>
    text(renderAuditTable(audit(dump), style))
      .split("\n")
      .flatMap((line) => /^[A-Z]+ [A-Z]+(?= |:)|(?<= {4})\S.*PodSecurity "[^"]*"/.exec(line)?.[0] ?? []);
  assert.deepEqual(shown(namespace("a") + deployment("a", "web", PRIVILEGED)), [
    "BLOCKS BASELINE",
    'violates PodSecurity "baseline:latest"',
    "BLOCKS RESTRICTED",
    'violates PodSecurity "restricted:latest"',
  ]);
  assert.deepEqual(shown(namespace("a", "enforce: restricted") + deployment("a", "web", PLAIN)), [
    "REJECTED NOW",
    'its pods are forbidden: violates PodSecurity "restricted:latest"',
    'Warning: would violate PodSecurity "restricted:latest"',
    "BLOCKS RESTRICTED",
  ]);
  const pinned = namespace("a", "enforce: restricted", "enforce-version: v1.24", "warn: privileged");
  assert.deepEqual(shown(pinned + deployment("a", "web", PLAIN)), [
    "REJECTED NOW",
    'its pods are forbidden: violates PodSecurity "restricted:v1.24"',
    "BLOCKS RESTRICTED",
    'violates PodSecurity "restricted:latest"',
  ]);
});
