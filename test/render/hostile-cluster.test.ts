import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../property.ts";
import { load } from "js-yaml";
import { renderAuditTable, renderAuditWide } from "../../src/render/formats/audit/table.ts";
import { renderDiagnosticLines } from "../../src/render/words/diagnostics.ts";
import { renderDryRunTable, renderDryRunWide } from "../../src/render/formats/dry-run/table.ts";
import { breakCommands } from "../../src/render/words/escape.ts";
import { renderJson } from "../../src/render/formats/json/json.ts";
import { renderNames } from "../../src/render/formats/name/name.ts";
import { renderYaml } from "../../src/render/formats/yaml/yaml.ts";
import { assertMatchesSchema } from "../docs/schema/schemas.ts";
import { expectedDocument } from "./expected-document.ts";
import { clusterReports, assertHarmless } from "./hostile-reports.ts";
import { PIPE, terminal, text } from "./painted.ts";

const RUNS = 200;
function assertLines(output: string): void {
  const lines = output.split("\n");
  assert.equal(lines.pop(), "", "the last line ends");
  assertHarmless(breakCommands(output));
}

for (const [kind, renderTable, renderWide] of [
  ["AuditReport", renderAuditTable, renderAuditWide],
  ["DryRunReport", renderDryRunTable, renderDryRunWide],
] as const) {
  test(`output for people contains no raw text: ${kind}`, () => {
    fc.assert(
      fc.property(clusterReports(kind), fc.boolean(), (from, details) => {
        for (const style of [PIPE, terminal(80)]) assertLines(text(renderTable(from, { ...style, details })));
        assertLines(text(renderWide(from, PIPE)));
        assertLines(text(renderDiagnosticLines(from, PIPE, true)));
        assertHarmless(breakCommands(text(renderNames(from))));
      }),
      { numRuns: RUNS },
    );
  });

  test(`JSON and YAML are read back unchanged, and contain no raw text: ${kind}`, () => {
    fc.assert(
      fc.property(clusterReports(kind), (from) => {
        const json = text(renderJson(from));
        const yaml = text(renderYaml(from));
        // Both escape commands themselves.
        assertHarmless(json);
        assertHarmless(yaml);
        assert.deepEqual(JSON.parse(json), expectedDocument(from));
        assertMatchesSchema(JSON.parse(json));
        assert.deepEqual(load(yaml), expectedDocument(from));
      }),
      { numRuns: RUNS },
    );
  });
}
