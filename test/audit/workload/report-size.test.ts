/** The size of a report has a limit: the parts of a report that count, and where the limit is. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ReportSize, sizeOfInventory, sizeOfLint } from "../../../src/audit/workload/report-size.ts";
import type { Result } from "../../../src/report/report.ts";

/** The number of parts that a size takes before it is full. */
function mostOf(size: ReportSize, add: (size: ReportSize) => void): number {
  for (let count = 0; ; count++) {
    try {
      size.check();
    } catch {
      return count;
    }
    add(size);
  }
}

describe("the size of a report", () => {
  it("ends at a number of workloads", () => {
    assert.equal(
      mostOf(sizeOfLint(), (size) => size.addWorkload()),
      587_203,
    );
    assert.equal(
      mostOf(sizeOfInventory(), (size) => size.addWorkload()),
      419_431,
    );
  });

  it("counts results, the violations that they share, fields and new texts", () => {
    const field = { path: "spec.hostPID", stablePath: "", value: true, line: 1, column: 1 };
    const violation = { check: "hostNamespaces", reason: "", detail: "", accepted: null, fields: [field, field] };
    const result = { violations: [violation] } as unknown as Result;
    const at = (most: number): ReportSize => new ReportSize("", most);
    assert.equal(
      mostOf(at(10_400), (size) => size.addResults([result])),
      10,
    );
    assert.equal(
      mostOf(at(15_400), (size) => size.addResults([result, result])),
      10,
    );
    assert.equal(
      mostOf(at(18_400), (size) => size.addWorkload([result])),
      10,
    );
    assert.equal(
      mostOf(at(300), (size) => size.addText("abc")),
      34,
    );
  });
});
