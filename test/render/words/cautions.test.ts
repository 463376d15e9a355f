import assert from "node:assert/strict";
import { test } from "node:test";
import { cautionsText } from "../../../src/render/words/plan/cautions.ts";
import type { Caution } from "../../../src/report/plan/caution.ts";

const JOB: Caution = { code: "job", workloads: [{ apiVersion: "batch/v1", kind: "Job", name: "migrate", checks: [] }] };
const WHY = "Job migrate without a CronJob";

test("the CronJob that makes the observation longer is named", () => {
  assert.equal(cautionsText({ cautions: [JOB] }), WHY);
  assert.equal(
    cautionsText({ cautions: [JOB], slowestCronJob: "month\u001bend" }),
    `${WHY}; CronJob "month\\x1bend" has the longest time between two runs`,
  );
  assert.equal(cautionsText({ cautions: [], slowestCronJob: "month-end" }), "", "nothing to observe");
});

test("an observation that runs has its first day and its days", () => {
  const textOf = (since: string | null, days: number | null): string =>
    cautionsText({ cautions: [JOB], observed: { since, days }, observeDays: 7 });
  assert.equal(textOf("2026-11-24T09:30:00Z", 3), `${WHY}; observed since 2026-11-24 (3 of 7 days)`);
  for (const days of [7, 40]) {
    assert.equal(textOf("2026-11-24T09:30:00Z", days), `${WHY}; observed since 2026-11-24 (7 days are over)`);
  }
  assert.match(textOf(null, null), /; start of the observation unknown: no managedFields /);
  assert.equal(cautionsText({ cautions: [JOB], observed: null, observeDays: 7 }), WHY);
});
