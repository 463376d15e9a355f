import assert from "node:assert/strict";
import { test } from "node:test";
import type { Note, Report } from "../../../src/report/report.ts";
import { renderDiagnosticLines } from "../../../src/render/words/diagnostics.ts";
import { AUDIT } from "../../fixtures/reports/audit-report.ts";
import { assertGolden } from "../../golden/golden.ts";
import { CLEAN_REPORT, REPORT } from "../../fixtures/reports/report.ts";
import { colourTerminal, PIPE, text } from "../painted.ts";
import { CREATE_ROLE } from "../../../src/render/words/rights/grants.ts";

function noted(notes: readonly Note[], unreadable: Report["unreadable"] = []): Report {
  return { ...CLEAN_REPORT, notes, unreadable };
}

function note(index: number, parts: Partial<Note> = {}): Note {
  return {
    severity: "warning",
    code: "unknown-field",
    message: `field ${index}`,
    source: { file: "a.yaml", document: 0, line: index },
    ...parts,
  };
}

function linesOf(report: Report, isWhole = false): string[] {
  return text(renderDiagnosticLines(report, PIPE, isWhole))
    .split("\n")
    .slice(0, -1);
}

test("diagnostics beside a table", () =>
  assertGolden("formats/diagnostics/report.txt", text(renderDiagnosticLines(REPORT, PIPE, false))));
test("diagnostics beside all details", () =>
  assertGolden("formats/diagnostics/wide.txt", text(renderDiagnosticLines(REPORT, PIPE, true))));

test("diagnostics beside an audit of a cluster, which are about no file", () =>
  assertGolden("formats/diagnostics/audit.txt", text(renderDiagnosticLines(AUDIT, PIPE, false))));

test("a failed list has its own line, and all forbidden lists share a message", () => {
  const list = (resource: string, message: string, rule: string) => ({
    message,
    source: null,
    list: { resource, namespace: "shop", rule },
  });
  assert.deepEqual(
    linesOf(noted([], [list("jobs", "jobs timed out", ""), list("pods", "no", "{}"), list("jobs", "no", "{}")])),
    [
      'error: 2 rights are missing: you may not list jobs and pods in namespace "shop"; the API server says: no',
      "  An administrator can grant these rights:",
      `  ${CREATE_ROLE}`,
      "  kubectl create rolebinding kubectl-pss-reader --clusterrole=kubectl-pss --user=NAME -n shop",
      "error: jobs timed out",
    ],
  );
});

test("without diagnostics there is no output", () => assert.deepEqual(linesOf(CLEAN_REPORT), []));

test("only the severity is coloured", () => {
  const [line] = renderDiagnosticLines(noted([note(3)]), colourTerminal(80), false);
  assert.equal(line, "\u001b[33mwarning:\u001b[39m a.yaml:3: field 3\n");
});

test("the same message at many places appears once", () => {
  const notes = Array.from({ length: 5000 }, (_note, index) =>
    note(index + 1, { message: "spec.replica is no field" }),
  );
  assert.deepEqual(linesOf(noted(notes)), [
    "warning: a.yaml:1: spec.replica is no field (and 4999 more like this: -o wide lists them)",
  ]);
  assert.equal(linesOf(noted(notes), true).length, 5000);
});

test("some of many messages of a kind are shown, and the rest is counted", () => {
  const notes = (count: number) => Array.from({ length: count }, (_note, index) => note(index + 1));
  assert.equal(linesOf(noted(notes(20))).at(-1), "warning: a.yaml:20: field 20");
  assert.equal(linesOf(noted(notes(21))).at(-1), "warning: a.yaml:21: field 21");
  const lines = linesOf(noted(notes(3000)));
  assert.equal(lines.length, 21);
  assert.equal(lines.at(-1), "warning: and 2980 more unknown fields (-o wide lists them)");
});

test("one kind does not hide another", () => {
  const notes = [
    ...Array.from({ length: 100 }, (_note, index) => note(index)),
    note(7, { code: "patch", message: "a patch" }),
  ];
  assert.equal(linesOf(noted(notes)).at(-1), "warning: a.yaml:7: a patch");
});

test("many unreadable documents are shortened, too", () => {
  const unreadable = Array.from({ length: 50 }, (_unreadable, index) => ({
    message: `fault ${index}`,
    source: { file: `${index}.yaml`, document: 0, line: 1 },
    list: null,
  }));
  assert.equal(
    linesOf(noted([], unreadable)).at(-1),
    "error: and 30 more inputs that could not be read or judged (-o wide lists them)",
  );
});

test("information is one line for each kind", () => {
  const info = { severity: "info", code: "not-an-object" } as const;
  assert.deepEqual(linesOf(noted([note(1, info)])), ["info: a.yaml:1: field 1"]);
  assert.deepEqual(linesOf(noted([note(1, info), note(2, info), note(3, { ...info, code: "skipped-file" })])), [
    "info: 2 documents that are not Kubernetes objects: skipped (-o wide lists them)",
    "info: a.yaml:3: field 3",
  ]);
});
