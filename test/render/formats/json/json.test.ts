import assert from "node:assert/strict";
import { test } from "node:test";
import { renderJson } from "../../../../src/render/formats/json/json.ts";
import type { Report } from "../../../../src/report/report.ts";
import { AUDIT } from "../../../fixtures/reports/audit-report.ts";
import { ACCEPT_REPORT } from "../../../fixtures/reports/accept-report.ts";
import { DRY_RUN } from "../../../fixtures/reports/dry-run-report.ts";
import { assertGolden } from "../../../golden/golden.ts";
import {
  CLEAN_REPORT,
  EMPTY_REPORT,
  namespaceOf,
  REPORT,
  REPORT_BY_LEVELS,
  reportOf,
} from "../../../fixtures/reports/report.ts";
import { expectedDocument } from "../../expected-document.ts";
import { text } from "../../painted.ts";

/** Without unprintable characters, which JSON.stringify would not escape. */
const PLAIN_AUDIT = plain(AUDIT);
const PLAIN_DRY_RUN = plain(DRY_RUN);

function plain(report: Report): Report {
  const namespaces = report.namespaces.filter(({ name }) => !name.startsWith("evil") && name !== "payments");
  return { ...report, namespaces };
}

for (const [name, report] of [
  ["report", REPORT],
  ["audit", AUDIT],
  ["dry-run", DRY_RUN],
  ["accept", ACCEPT_REPORT],
] as const) {
  test(`the document of version 1: ${name}`, () => assertGolden(`formats/json/${name}.json`, text(renderJson(report))));
}

test("the text is that of JSON.stringify, in pieces or as a whole", () => {
  const emptyNamespace = reportOf({ namespaces: [namespaceOf("a"), namespaceOf("b")], files: 1, objects: 2 });
  for (const report of [CLEAN_REPORT, EMPTY_REPORT, REPORT_BY_LEVELS, emptyNamespace, PLAIN_AUDIT, PLAIN_DRY_RUN]) {
    assert.equal(text(renderJson(report)), `${JSON.stringify(expectedDocument(report), null, 2)}\n`);
  }
});

test("the document is written workload by workload", () => {
  const largest = Math.max(
    ...REPORT.namespaces.flatMap(({ workloads }) => workloads).map((one) => JSON.stringify(one, bigintText, 8).length),
  );
  for (const piece of renderJson(REPORT)) assert.ok(piece.length < 3 * largest);
  assert.ok([...renderJson(REPORT)].length > REPORT.summary.workloads);
});

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
