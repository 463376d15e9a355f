import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../../property.ts";
import manifest from "../../../../package.json" with { type: "json" };
import type { Report, WorkloadReport } from "../../../../src/report/report.ts";
import { CHECKS } from "../../../../src/policy/checks.ts";
import { renderSarif } from "../../../../src/render/formats/sarif/sarif.ts";
import { AUDIT, CLEAN_AUDIT, DUMP_AUDIT } from "../../../fixtures/reports/audit-report.ts";
import { assertGolden } from "../../../golden/golden.ts";
import { CLEAN_REPORT, EMPTY_REPORT, REPORT, REPORT_BY_LEVELS } from "../../../fixtures/reports/report.ts";
import { clusterReports, lintReports, assertHarmless } from "../../hostile-reports.ts";
import { PIPE, text } from "../../painted.ts";
import { checkOf } from "./check.ts";
import { readRun, shownText } from "./log.ts";

/** The golden files contain results, and not the texts of the checks. */
const STYLE = {
  ...PIPE,
  checks: ["privileged", "hostPorts", "hostNamespaces", "allowPrivilegeEscalation", "restrictedVolumes"].map((id) =>
    checkOf({ id }),
  ),
};
const HOSTILE = fc.oneof(lintReports({ hasAccepted: true }), clusterReports("AuditReport", { hasAccepted: true }));

for (const [name, report] of [
  ["report", REPORT],
  ["audit", AUDIT],
] as const) {
  test(`the SARIF log of the ${name}`, () => {
    const log = text(renderSarif(report, STYLE));
    assertGolden(`formats/sarif/${name}.sarif`, log.replaceAll(`"${manifest.version}"`, '"VERSION"'));
  });
}

for (const [name, report] of Object.entries({
  REPORT,
  REPORT_BY_LEVELS,
  CLEAN_REPORT,
  EMPTY_REPORT,
  AUDIT,
  DUMP_AUDIT,
  CLEAN_AUDIT,
  ACCEPTED: { ...REPORT, accepts: true },
})) {
  test(`${name} is valid by the schema, with a result for each violation`, () => {
    const { results } = readRun(text(renderSarif(report, PIPE)));
    assert.equal(results.length, report.summary.violations);
    for (const { ruleId, ruleIndex } of results) assert.equal(CHECKS[ruleIndex ?? -1]?.id, ruleId);
  });
}

test("each check has a rule, in the order of the checks", () => {
  const { tool } = readRun(text(renderSarif(EMPTY_REPORT, PIPE)));
  assert.deepEqual(
    tool.driver.rules.map(({ id }) => id),
    CHECKS.map(({ id }) => id),
  );
  assert.equal(tool.driver.version, manifest.version);
});

test("a run that exits with 2 or 3 was not successful", () => {
  const note = (severity: Report["notes"][number]["severity"]) =>
    ({ severity, code: "patch", message: "", source: null }) as const;
  const isSuccessful = (parts: Partial<Report>) =>
    readRun(text(renderSarif({ ...EMPTY_REPORT, ...parts }, STYLE))).invocations[0].executionSuccessful;
  assert.equal(isSuccessful({}), true);
  assert.equal(isSuccessful({ notes: [note("info"), note("warning")] }), true);
  assert.equal(isSuccessful({ notes: [note("info"), note("error")] }), false);
  assert.equal(isSuccessful({ unreadable: [{ message: "", source: null, list: null }] }), false);
});

test("the log is written result by result", () => {
  const pieces = [...renderSarif(REPORT, STYLE)];
  const largest = Math.max(...pieces.slice(1).map(({ length }) => length));
  assert.ok(pieces.length > REPORT.summary.violations + REPORT.notes.length);
  assert.ok(largest < 4000, String(largest));
});

test("a log of any manifest is valid, has no unescaped control character, and gives all texts back", () => {
  fc.assert(
    fc.property(HOSTILE, (report) => {
      const log = text(renderSarif(report, STYLE));
      assertHarmless(log);
      const { results, invocations } = readRun(log);
      assert.ok(log.isWellFormed() && JSON.stringify(results).isWellFormed());
      const expected = report.namespaces.flatMap(({ workloads }) => workloads.flatMap(expectedResults));
      assert.equal(results.length, expected.length);
      for (const [index, { check, name, said }] of expected.entries()) {
        const result = results[index];
        assert.equal(result?.ruleId, check);
        assert.equal(result.locations[0].logicalLocations?.[0].fullyQualifiedName, name);
        assert.ok(shownText(result.message).endsWith(`: ${said}`));
      }
      const prints = results.map(({ partialFingerprints }) => partialFingerprints["kubectlPss/v1"]);
      assert.equal(new Set(prints).size, prints.length);
      assert.deepEqual(
        invocations[0].toolExecutionNotifications
          .slice(0, report.unreadable.length)
          .map(({ message }) => shownText(message)),
        report.unreadable.map(({ message }) => message.toWellFormed()),
      );
    }),
    { numRuns: 300 },
  );
});

/** The distinct results of a workload. */
function expectedResults({ namespace, kind, name, results }: WorkloadReport) {
  const resource = `${namespace}/${kind}/${name === "" ? "<unknown>" : name}`.toWellFormed();
  const found = new Map<string, { check: string; name: string; said: string }>();
  for (const { check, reason, detail, fields } of results.flatMap(({ violations }) => violations)) {
    const said = (detail === "" ? reason : `${reason} (${detail})`).toWellFormed();
    const paths = fields.map(({ path, stablePath }) => (stablePath === "" ? path : stablePath).toWellFormed());
    const key = JSON.stringify([check, detail, ...paths]);
    if (!found.has(key)) found.set(key, { check, name: resource, said });
  }
  return [...found.values()];
}
