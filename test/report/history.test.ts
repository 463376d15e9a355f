/** The reader of a history: what it refuses, and the words for it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { isUserError } from "../../src/api/user-error.ts";
import { decodeHistory } from "../../src/report/history/read-history.ts";

const FILE = "history.json";

function changed(change: (report: any) => void): unknown {
  const report = JSON.parse(readFileSync("test/fixtures/history/report.json", "utf8"));
  change(report);
  const { namespaces } = report;
  const parts = Array.isArray(namespaces)
    ? namespaces.map((fields: any) => ({
        fields,
        workloads: Array.isArray(fields?.workloads) ? fields.workloads : undefined,
      }))
    : undefined;
  try {
    return decodeHistory({ fields: report, namespaces: parts }, FILE);
  } catch (error) {
    assert.ok(isUserError(error));
    return error.message;
  }
}

const FAULTS: readonly (readonly [title: string, change: (report: any) => void, message: string])[] = [
  [
    "another kind",
    (report) => (report.kind = "AuditReport"),
    "history.json is not a report of history: expected a HistoryReport of kubectl-pss/v1, found kind AuditReport of kubectl-pss/v1",
  ],
  ["no namespaces", (report) => delete report.namespaces, "history.json: namespaces is missing"],
  [
    "no coverage",
    (report) => delete report.coverage,
    "history.json: history.coverage is missing",
  ],
  [
    "a wrong time",
    (report) => (report.coverage.last = "yesterday"),
    "history.json: last: expected a time such as 2026-11-30T12:00:00Z, found a string",
  ],
  [
    "a wrong name",
    (report) => (report.namespaces[0].name = 7),
    "history.json: namespaces[0].name: expected a string, found a number",
  ],
  [
    "a wrong verdict",
    (report) => (report.namespaces[1].verdict.type = "good"),
    "history.json: namespaces[1].verdict.type: expected one of could-enforce, blocked, enforced, not-seen, unknown, found a string",
  ],
  [
    "no workloads",
    (report) => (report.namespaces[0].workloads = null),
    "history.json: namespaces[0].workloads is missing",
  ],
  [
    "a workload without a level",
    (report) => delete report.namespaces.find(({ name }: any) => name === "shop").workloads[0].violates,
    "workloads[0].violates is missing",
  ],
];

describe("a history", () => {
  it("is read with the facts that a plan needs", () => {
    const read: any = changed(() => {});
    assert.deepEqual(
      [read.first, read.last, read.isWhole, read.isComplete],
      ["2026-11-01T12:00:00Z", "2026-11-20T12:00:00Z", true, true],
    );
    const shop = read.namespaces.find(({ name }: any) => name === "shop");
    assert.deepEqual(
      shop.workloads.map(({ kind, name, violates, isRejected }: any) => [kind, name, violates, isRejected]),
      [
        ["Deployment", "web", "restricted", false],
        ["ReplicaSet", "debug-5d4f7c9b8f", "baseline", true],
        ["ReplicaSet", null, "restricted", false],
      ],
    );
  });

  for (const [title, change, message] of FAULTS) {
    it(`with ${title} is refused`, () => {
      const found = changed(change);
      assert.ok(typeof found === "string" && found.includes(message), String(found));
    });
  }
});
