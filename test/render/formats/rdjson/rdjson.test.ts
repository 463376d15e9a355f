import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../../property.ts";
import { renderRdjson } from "../../../../src/render/formats/rdjson/rdjson.ts";
import type { Report } from "../../../../src/report/report.ts";
import { AUDIT, CLEAN_AUDIT, DUMP_AUDIT } from "../../../fixtures/reports/audit-report.ts";
import { CLEAN_REPORT, EMPTY_REPORT, REPORT, REPORT_BY_LEVELS } from "../../../fixtures/reports/report.ts";
import { assertGolden } from "../../../golden/golden.ts";
import { assertHarmless, clusterReports, lintReports } from "../../hostile-reports.ts";
import { PIPE, text } from "../../painted.ts";
import { readerOf } from "../json-schema.ts";

interface Rdjson {
  readonly diagnostics: readonly {
    readonly message: string;
    readonly severity: string;
    readonly code: { readonly value: string; readonly url?: string };
    readonly location: { readonly path: string; readonly range?: { readonly start: { readonly line: number } } };
  }[];
}

const read = readerOf<Rdjson>("rdjson.json");
const diagnosticsOf = (report: Report) => read(text(renderRdjson(report, PIPE))).diagnostics;

for (const [name, report] of [
  ["report", REPORT],
  ["audit", AUDIT],
] as const) {
  test(`rdjson: ${name}`, () => {
    assertGolden(`formats/rdjson/${name}.rdjson`, text(renderRdjson(report, PIPE)));
  });
}

for (const [name, report] of Object.entries({
  ...{ REPORT, REPORT_BY_LEVELS, CLEAN_REPORT, EMPTY_REPORT },
  ...{ AUDIT, CLEAN_AUDIT, DUMP_AUDIT },
})) {
  test(`${name} is valid`, () => {
    const checks = diagnosticsOf(report).filter(({ code }) => code.url !== undefined);
    assert.equal(checks.length, report.summary.violations);
  });
}

test("each mode has its severity, and an unreadable input is an error", () => {
  const severities = new Map(diagnosticsOf(REPORT).map(({ code, severity }) => [code.value, severity]));
  assert.equal(severities.get("unreadable"), "ERROR");
  assert.equal(severities.get("privileged"), "ERROR");
  assert.equal(severities.get("unknown-field"), "WARNING");
  assert.equal(severities.get("not-an-object"), "INFO");
});

test("a document gives any manifest's texts back", () => {
  const hostile = fc.oneof(lintReports({ hasAccepted: true }), clusterReports("AuditReport", { hasAccepted: true }));
  fc.assert(
    fc.property(hostile, (report) => {
      const json = text(renderRdjson(report, PIPE));
      assertHarmless(json);
      const { diagnostics } = JSON.parse(json) as Rdjson;
      const messages = diagnostics.map(({ message }) => message);
      assert.ok(messages.every((message) => message.isWellFormed()));
      for (const { message } of report.notes) assert.ok(messages.includes(message.toWellFormed()));
    }),
    { numRuns: 200 },
  );
});
