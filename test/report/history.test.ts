/** The reader of a history: what a plan gets from it, and what it refuses. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { isUserError } from "../../src/api/user-error.ts";
import { decodeHistory } from "../../src/report/audit-history/read-history.ts";
import type { EarlierHistory } from "../../src/report/plan/plan-history.ts";
import { readHistoryFile } from "../../src/sources/reports/history-file.ts";

const REPORT = readFileSync("test/fixtures/history/report.json", "utf8");
const NAME = "history.json";

function read(text: string): EarlierHistory {
  const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-history-"));
  try {
    const file = join(directory, NAME);
    writeFileSync(file, text);
    return readHistoryFile(file, (parts) => decodeHistory(parts, NAME));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const FAULTS: readonly (readonly [title: string, from: RegExp, to: string, message: string])[] = [
  [
    "another kind",
    /"HistoryReport"/,
    '"AuditReport"',
    "history.json is not a report of history: expected a HistoryReport of kubectl-pss/v1, found kind AuditReport of kubectl-pss/v1",
  ],
  ["no namespaces", /"namespaces":/, '"others":', "history.json: namespaces is missing"],
  ["no coverage", /"coverage":/, '"others":', "history.json: history.coverage is missing"],
  [
    "a wrong time",
    /("coverage": \{[^}]*?"last": )"[^"]*"/,
    '$1"yesterday"',
    "history.json: last: expected a time such as 2026-11-30T12:00:00Z, found a string",
  ],
  [
    "a wrong name",
    /"name": "catalog"/,
    '"name": 7',
    "history.json: namespaces[0].name: expected a string, found a number",
  ],
  [
    "a wrong verdict",
    /"could-enforce"/,
    '"good"',
    "history.json: namespaces[0].verdict.type: expected one of could-enforce, blocked, enforced, not-seen, unknown, found a string",
  ],
  ["no workloads", /"workloads": \[\]/, '"workloads": null', "history.json: namespaces[0].workloads is missing"],
  ["a workload without a level", /"violates": "restricted",/, "", "workloads[0].violates is missing"],
];

describe("a history", () => {
  it("is read with the facts that a plan needs", () => {
    const { first, last, isWhole, isComplete, namespaces } = read(REPORT);
    assert.deepEqual([first, last, isWhole, isComplete], ["2026-11-01T12:00:00Z", "2026-11-20T12:00:00Z", true, true]);
    const shop = namespaces.find(({ name }) => name === "shop");
    assert.deepEqual(
      shop?.workloads.map(({ kind, name, violates, isRejected }) => [kind, name, violates, isRejected]),
      [
        ["Deployment", "web", "restricted", false],
        ["ReplicaSet", null, "restricted", false],
        ["ReplicaSet", "debug-5d4f7c9b8f", "baseline", true],
      ],
    );
  });

  it("has no workload that is fixed or gone, other than a Job or a pod, which may come again", () => {
    const kinds = (kind: string, now: string): readonly string[] =>
      read(
        REPORT.replace(/"kind": "Deployment",\s*"name": "web"/, `"kind": "${kind}", "name": "web"`).replaceAll(
          '"now": null',
          `"now": "${now}"`,
        ),
      ).namespaces.flatMap(({ workloads }) =>
        workloads.filter(({ name }) => name === "web").map((workload) => workload.kind),
      );
    assert.deepEqual(kinds("Deployment", "violating"), ["Deployment"]);
    assert.deepEqual(kinds("Deployment", "gone"), []);
    assert.deepEqual(kinds("Deployment", "fixed"), []);
    assert.deepEqual(kinds("Job", "gone"), ["Job"]);
    assert.deepEqual(kinds("Pod", "gone"), ["Pod"]);
    assert.deepEqual(kinds("Job", "fixed"), []);
  });

  for (const [title, from, to, message] of FAULTS) {
    it(`with ${title} is refused`, () => {
      assert.throws(
        () => read(REPORT.replace(from, to)),
        (error) => isUserError(error) && error.message.includes(message),
      );
    });
  }
});
