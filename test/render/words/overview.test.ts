import assert from "node:assert/strict";
import { test } from "node:test";
import { askedLevels, overviewOf, workloadsOf } from "../../../src/render/words/overview.ts";
import { CLEAN_REPORT, REPORT, REPORT_BY_LEVELS } from "../../fixtures/reports/report.ts";

test("the workloads of a report are counted by mode and by check", () => {
  assert.deepEqual(overviewOf(workloadsOf(REPORT)), {
    workloads: 6,
    exempt: 2,
    all: { workloads: 3, violations: 6 },
    byMode: {
      enforce: { workloads: 2, violations: 2 },
      audit: { workloads: 3, violations: 6 },
      warn: { workloads: 3, violations: 4 },
    },
    checks: [
      ["privileged", 2],
      ["allowPrivilegeEscalation", 2],
      ["restrictedVolumes", 2],
    ],
  });
});

test("without workloads there are no violations", () => {
  assert.deepEqual(overviewOf([]).all, { workloads: 0, violations: 0 });
  assert.deepEqual(overviewOf([]).checks, []);
});

test("the levels of --level are the levels of the results without a mode", () => {
  assert.deepEqual(askedLevels(REPORT_BY_LEVELS), ["baseline:latest", "restricted:latest"]);
  assert.deepEqual(askedLevels(REPORT), []);
  assert.deepEqual(askedLevels(CLEAN_REPORT), []);
});
