import assert from "node:assert/strict";
import { test } from "node:test";
import { renderJson } from "../../src/render/json.ts";
import { assertGolden } from "../golden/render/golden.ts";
import {
  CLEAN_REPORT,
  EMPTY_REPORT,
  namespaceOf,
  REPORT,
  REPORT_BY_LEVELS,
  reportOf,
} from "../golden/render/report.ts";
import { text } from "./painted.ts";

test("the document of version 1", () => assertGolden("report.json", text(renderJson(REPORT))));

test("it is set out as JSON.stringify would, piece by piece or not", () => {
  const emptyNamespace = reportOf({ namespaces: [namespaceOf("a"), namespaceOf("b")], files: 1, objects: 2 });
  for (const report of [CLEAN_REPORT, EMPTY_REPORT, REPORT_BY_LEVELS, emptyNamespace]) {
    const document = { apiVersion: "kubectl-pss/v1", ...report };
    assert.equal(text(renderJson(report)), `${JSON.stringify(document, null, 2)}\n`);
  }
});

test("it comes workload by workload", () => {
  const largest = Math.max(
    ...REPORT.namespaces.flatMap(({ workloads }) => workloads).map((one) => JSON.stringify(one, bigintText, 8).length),
  );
  for (const piece of renderJson(REPORT)) assert.ok(piece.length < 3 * largest);
  assert.ok([...renderJson(REPORT)].length > REPORT.summary.workloads);
});

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
