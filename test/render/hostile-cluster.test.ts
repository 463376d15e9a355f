import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { load } from "js-yaml";
import type { Report } from "../../src/audit/report.ts";
import { renderAuditTable, renderAuditWide } from "../../src/render/audit-table.ts";
import { renderDiagnosticLines } from "../../src/render/diagnostics.ts";
import { renderDryRunTable, renderDryRunWide } from "../../src/render/dry-run-table.ts";
import { renderJson } from "../../src/render/json.ts";
import { renderNames } from "../../src/render/name.ts";
import { renderYaml } from "../../src/render/yaml.ts";
import { clusterReport, finding, pods, template, workload } from "../golden/render/cluster-workloads.ts";
import { namespaceOf, part, violationOf } from "../golden/render/report.ts";
import { expectedDocument } from "./expected-document.ts";
import { PIPE, terminal, text } from "./painted.ts";

const RUNS = 200;
/** Control and format characters, halves of characters, separators of lines: what may not stand within a line. */
const RAW = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const hostile = fc.oneof(
  fc
    .array(fc.constantFrom("\u001b[31m", "\u202e", "\n", "\t", "\ud800", "\u0085", "日本", "web", " ", '"', "\\"), {
      maxLength: 5,
    })
    .map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
);
const modes = fc.constantFrom(["enforce"] as const, ["audit", "warn"] as const, ["warn"] as const, [] as const);
const violations = fc.uniqueArray(fc.record({ check: fc.constantFrom("privileged", "sysctls"), detail: hostile }), {
  maxLength: 2,
  selector: ({ check }) => check,
});
const result = fc
  .record({ pod: fc.option(hostile), modes, found: violations, isNew: fc.boolean() })
  .map(({ pod, modes: inForce, found, isNew }) => {
    const worded = found.map(({ check, detail }) => violationOf(check, detail, detail, { path: detail, line: 0 }));
    const newIn = isNew && found.length > 0 ? inForce : [];
    return pod === null
      ? template("restricted", inForce, worded, "latest", newIn)
      : pods(pod, 2, "restricted", inForce, worded, newIn);
  });
const workloads = fc
  .record({
    kind: fc.constantFrom("Pod", "Deployment", "Rollout"),
    name: hostile,
    replicas: fc.constantFrom(null, 0, 2),
    static: fc.boolean(),
    results: fc.array(result, { maxLength: 3 }),
  })
  .map(({ kind, name, results, ...parts }) => workload(kind, "apps/v1", "a", name, 2, parts, results));
const namespaces = fc
  .record({
    name: hostile,
    exempt: fc.boolean(),
    workloads: fc.array(workloads, { maxLength: 3 }),
    message: hostile,
    warnings: fc.array(hostile, { maxLength: 2 }),
    denied: fc.option(hostile),
  })
  .map(({ message, warnings, denied, name, ...parts }) =>
    namespaceOf(name, {
      ...parts,
      findings: [finding("warning", "no-labels", message)],
      change: {
        from: {
          enforce: part("baseline", "label"),
          audit: part("baseline", "label"),
          warn: part("baseline", "implied"),
        },
        labels: { [message]: name, other: null },
        serverWarnings: warnings,
        denied,
      },
    }),
  );

function report(kind: Report["kind"]): fc.Arbitrary<Report> {
  return fc
    .record({ all: fc.array(namespaces, { maxLength: 3 }), context: fc.option(hostile), message: hostile })
    .map(({ all, context, message }) => ({
      ...clusterReport(
        kind,
        all.map((namespace) => (kind === "AuditReport" ? { ...namespace, change: null } : namespace)),
      ),
      source: { type: "cluster", context, server: message },
      unreadable: [{ message, source: null, list: { resource: "pods", namespace: message, rule: "" } }],
    }));
}

function assertLines(output: string): void {
  const lines = output.split("\n");
  assert.equal(lines.pop(), "", "the last line ends");
  for (const line of lines) assert.doesNotMatch(line, RAW);
}

for (const [kind, renderTable, renderWide] of [
  ["AuditReport", renderAuditTable, renderAuditWide],
  ["DryRunReport", renderDryRunTable, renderDryRunWide],
] as const) {
  test(`what is for people holds nothing raw: ${kind}`, () => {
    fc.assert(
      fc.property(report(kind), fc.boolean(), (from, details) => {
        for (const style of [PIPE, terminal(80)]) assertLines(text(renderTable(from, { ...style, details })));
        assertLines(text(renderWide(from, PIPE)));
        assertLines(text(renderDiagnosticLines(from, PIPE, true)));
        assert.doesNotMatch(text(renderNames(from)).replaceAll("\n", ""), RAW);
      }),
      { numRuns: RUNS },
    );
  });

  test(`JSON and YAML are read back unchanged, and hold nothing raw: ${kind}`, () => {
    fc.assert(
      fc.property(report(kind), (from) => {
        const json = text(renderJson(from));
        const yaml = text(renderYaml(from));
        assertLines(json);
        assertLines(yaml);
        assert.deepEqual(JSON.parse(json), expectedDocument(from));
        assert.deepEqual(load(yaml), expectedDocument(from));
      }),
      { numRuns: RUNS },
    );
  });
}
