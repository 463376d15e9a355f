import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { load, YAML11_SCHEMA } from "js-yaml";
import type { Report } from "../../src/audit/report.ts";
import { renderDiagnosticLines } from "../../src/render/diagnostics.ts";
import { renderJson } from "../../src/render/json.ts";
import { renderNames } from "../../src/render/name.ts";
import { renderTable } from "../../src/render/table.ts";
import { distinctViolations } from "../../src/render/violations.ts";
import { renderWide } from "../../src/render/wide.ts";
import { widthOf } from "../../src/render/width.ts";
import { renderYaml } from "../../src/render/yaml.ts";
import { expectedDocument } from "./expected-document.ts";
import { namespaceOf, reportOf, resultOf, violationOf, workloadOf } from "../golden/render/report.ts";
import { PIPE, terminal, text } from "./painted.ts";

const RUNS = 300;
/** Control and format characters, halves of characters, separators of lines: what may not stand within a line. */
const RAW = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const NASTY = [
  '"',
  "'",
  "\\",
  "\n",
  "\r\n",
  "\t",
  "\u0000",
  "\u001b[31m",
  "\u001b]0;title\u0007",
  "\u009b2J",
  "\u007f",
  "\u0085",
  "\u00a0",
  "\u00ad",
  "\u200b",
  "\u200e",
  "\u202e",
  "\u2066",
  "\u2028",
  "\ufeff",
  "\ud800",
  "\udfff",
  "\u{e0041}",
  "😀",
  "👨‍👩‍👧",
  "日本",
  "e\u0301",
  "שלום",
  "no",
  "null",
  "0x1f",
  ": ",
  " #",
  "- ",
  "|",
  ">",
  "%",
  "@",
  "`",
  "---",
  "{}",
  "[",
  "*a",
  "&a",
  "!t",
  "~",
  "=",
  "<<",
  "__proto__",
  "/",
  "a",
  "web",
  " ",
];
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...NASTY), { maxLength: 6 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
  // Halves of characters: fast-check's own strings have none.
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 5 }).map((units) => String.fromCharCode(...units)),
);
const value = fc.jsonValue({ stringUnit: "binary" }).map((json) => json as unknown);
const line = fc.integer({ min: 1, max: 100_000 });
const checks = fc.constantFrom("privileged", "hostProbesAndHostLifecycle", "sysctls");

const violation = fc
  .record({
    check: checks,
    reason: hostile,
    detail: hostile,
    path: hostile,
    value: fc.oneof(value, hostile, fc.bigInt()),
    line,
  })
  .map(({ check, reason, detail, ...field }) => violationOf(check, reason, detail, field));
const results = fc.record({
  pod: hostile,
  enforce: fc.uniqueArray(violation, { maxLength: 2, selector: ({ check }) => check }),
  rest: fc.uniqueArray(violation, { maxLength: 2, selector: ({ check }) => check }),
});
const workload = fc
  .record({
    kind: fc.constantFrom("Pod", "CronJob"),
    name: hostile,
    file: hostile,
    line,
    results,
    exempt: fc.option(hostile),
  })
  .map(({ kind, name, file, line: at, results: { pod, enforce, rest }, exempt }) => ({
    ...workloadOf(kind, kind === "Pod" ? "v1" : "batch/v1", "a", name, { file, line: at }, [
      resultOf(
        kind === "Pod" ? "pods" : "template",
        kind === "Pod" ? pod : null,
        "baseline",
        "latest",
        ["enforce"],
        enforce,
      ),
      resultOf(
        kind === "Pod" ? "pods" : "template",
        kind === "Pod" ? pod : null,
        "restricted",
        "latest",
        ["audit", "warn"],
        [...enforce, ...rest],
      ),
    ]),
    exempt: exempt === null ? null : { by: "user" as const, value: exempt },
  }));
const namespace = fc
  .record({
    name: hostile,
    labelErrors: fc.array(hostile, { maxLength: 1 }),
    workloads: fc.array(workload, { maxLength: 3 }),
    assumedPolicy: fc.boolean(),
  })
  .map(({ name, ...parts }) => namespaceOf(name, parts));
const source = fc.record({ file: hostile, document: line, line });
const unreadable = fc.record({ message: hostile, source, list: fc.constant(null) });
const notes = fc.record({
  severity: fc.constantFrom("error", "warning", "info"),
  code: fc.constantFrom("unknown-field", "not-an-object"),
  message: hostile,
  source,
});
const report: fc.Arbitrary<Report> = fc
  .record({
    namespaces: fc.array(namespace, { maxLength: 3 }),
    notes: fc.array(notes, { maxLength: 4 }),
    unreadable: fc.array(unreadable, { maxLength: 3 }),
  })
  .map((parts) => reportOf({ ...parts, files: 3, objects: 7 }));

function assertLines(output: string): string[] {
  const lines = output.split("\n");
  assert.equal(lines.pop(), "", "the last line ends");
  for (const one of lines) assert.doesNotMatch(one, RAW);
  return lines;
}

function check(verify: (from: Report) => void): void {
  fc.assert(fc.property(report, verify), { numRuns: RUNS });
}

test("JSON is read back unchanged, and holds nothing raw", () => {
  check((from) => {
    const json = text(renderJson(from));
    assertLines(json);
    assert.deepEqual(JSON.parse(json), expectedDocument(from));
  });
});

test("YAML is read back unchanged, and holds nothing raw", () => {
  check((from) => {
    const yaml = text(renderYaml(from));
    assertLines(yaml);
    assert.deepEqual(load(yaml), expectedDocument(from));
    assert.deepEqual(load(yaml, { schema: YAML11_SCHEMA }), expectedDocument(from));
  });
});

test("names are one line for each workload that violates", () => {
  check((from) => {
    const workloads = from.namespaces.flatMap(({ workloads: all }) => all);
    const violating = workloads.filter((one) => distinctViolations(one).length > 0);
    assert.equal(assertLines(text(renderNames(from))).length, violating.length);
  });
});

test("a table has one line for each violation", () => {
  check((from) => {
    const lines = assertLines(text(renderTable(from, { ...PIPE, headers: false })));
    const violations = from.namespaces.flatMap(({ workloads: all }) => all.flatMap(distinctViolations));
    assert.equal(violations.length, from.summary.violations);
    assert.equal(lines.filter((one) => one.startsWith("    ")).length, violations.length);
    const violating = from.namespaces.filter(({ workloads: all }) =>
      all.some((one) => distinctViolations(one).length > 0),
    );
    const workloads = violating.flatMap(({ workloads: all }) =>
      all.filter((one) => distinctViolations(one).length > 0),
    );
    const labelErrors = violating.flatMap((one) => one.labelErrors);
    const separators = Math.max(0, violating.length - 1);
    assert.equal(
      lines.length,
      violating.length + labelErrors.length + workloads.length + violations.length + separators,
    );
  });
});

test("a violation's line fits the terminal", () => {
  fc.assert(
    fc.property(report, fc.integer({ min: 72, max: 240 }), (from, width) => {
      const lines = assertLines(text(renderTable(from, { ...terminal(width), headers: false })));
      for (const one of lines.filter((each) => each.startsWith("    "))) assert.ok(widthOf(one) <= width, one);
    }),
    { numRuns: RUNS },
  );
});

test("wide and the diagnostics hold nothing raw", () => {
  check((from) => {
    assertLines(text(renderWide(from, PIPE)));
    const said = assertLines(text(renderDiagnosticLines(from, PIPE, true)));
    assert.equal(said.length, from.notes.length + from.unreadable.length);
    assert.ok(assertLines(text(renderDiagnosticLines(from, PIPE, false))).length <= said.length);
  });
});
