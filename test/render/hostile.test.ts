import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../property.ts";
import { load, YAML11_SCHEMA } from "js-yaml";
import type { Report } from "../../src/report/report.ts";
import { renderDiagnosticLines } from "../../src/render/words/diagnostics.ts";
import { breakCommands } from "../../src/render/words/escape.ts";
import { renderJson } from "../../src/render/formats/json/json.ts";
import { renderNames } from "../../src/render/formats/name/name.ts";
import { renderTable } from "../../src/render/formats/table/table.ts";
import { openViolations } from "../../src/report/violations.ts";
import { renderWide } from "../../src/render/formats/table/wide.ts";
import { widthOf } from "../../src/render/terminal/width.ts";
import { renderYaml } from "../../src/render/formats/yaml/yaml.ts";
import { assertMatchesSchema } from "../docs/schema/schemas.ts";
import { expectedDocument } from "./expected-document.ts";
import { lintReports, assertHarmless } from "./hostile-reports.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { violationRows } from "../../src/render/words/workload/violation-columns.ts";
import { PIPE, terminal, text } from "./painted.ts";

const RUNS = 300;
/** The room for the columns before a text. */
const HEAD = 60;
const report = lintReports();

function assertLines(output: string): string[] {
  const lines = output.split("\n");
  assert.equal(lines.pop(), "", "the last line ends");
  assertHarmless(breakCommands(output));
  return lines;
}

function check(verify: (from: Report) => void): void {
  fc.assert(fc.property(report, verify), { numRuns: RUNS });
}

test("JSON is read back unchanged, and contains no raw text", () => {
  check((from) => {
    const json = text(renderJson(from));
    assertHarmless(json);
    assert.deepEqual(JSON.parse(json), expectedDocument(from));
    assertMatchesSchema(JSON.parse(json));
  });
});

test("YAML is read back unchanged, and contains no raw text", () => {
  check((from) => {
    const yaml = text(renderYaml(from));
    assertHarmless(yaml);
    assert.deepEqual(load(yaml), expectedDocument(from));
    assert.deepEqual(load(yaml, { schema: YAML11_SCHEMA }), expectedDocument(from));
  });
});

test("names are one line for each workload that violates", () => {
  check((from) => {
    const workloads = from.namespaces.flatMap(({ workloads: all }) => all);
    const violating = workloads.filter((one) => openViolations(one).length > 0);
    assert.equal(assertLines(text(renderNames(from))).length, violating.length);
  });
});

test("a table in a pipe has one line for each row", () => {
  check((from) => {
    const lines = assertLines(text(renderTable(from, { ...PIPE, headers: false })));
    const violations = from.namespaces.flatMap(({ workloads: all }) => all.flatMap(openViolations));
    assert.equal(violations.length, from.summary.violations);
    const rows = from.namespaces.flatMap(({ workloads: all }) =>
      all.flatMap((workload) => violationRows(workload, from, CHECKS)),
    );
    assert.equal(lines.filter((one) => /:\d+: +(?:error|warning) /.test(one)).length, rows.length);
    const violating = from.namespaces.filter(({ workloads: all }) => all.some((one) => openViolations(one).length > 0));
    const workloads = violating.flatMap(({ workloads: all }) => all.filter((one) => openViolations(one).length > 0));
    const labelErrors = violating.flatMap((one) => one.labelErrors);
    const separators = Math.max(0, violating.length - 1);
    assert.equal(lines.length, violating.length + labelErrors.length + workloads.length + rows.length + separators);
  });
});

test("only a word that is too long for a terminal is wider than the terminal", () => {
  fc.assert(
    fc.property(report, fc.integer({ min: 72, max: 240 }), (from, width) => {
      const lines = assertLines(text(renderTable(from, { ...terminal(width), headers: false })));
      for (const one of lines) {
        const [longest = 0] = one
          .split(" ")
          .map(widthOf)
          .toSorted((a, b) => b - a);
        assert.ok(widthOf(one) <= width || longest > width - HEAD, one);
      }
    }),
    { numRuns: RUNS },
  );
});

test("the wide table and the diagnostics contain no raw text", () => {
  check((from) => {
    assertLines(text(renderWide(from, PIPE)));
    const said = assertLines(text(renderDiagnosticLines(from, PIPE, true)));
    assert.equal(said.length, from.notes.length + from.unreadable.length);
    assert.ok(assertLines(text(renderDiagnosticLines(from, PIPE, false))).length <= said.length);
  });
});
