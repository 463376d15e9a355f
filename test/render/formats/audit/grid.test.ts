import assert from "node:assert/strict";
import { test } from "node:test";
import { auditGrid } from "../../../../src/render/formats/audit/grid.ts";
import { AUDIT } from "../../../fixtures/reports/audit-report.ts";
import { PIPE, terminal, text } from "../../painted.ts";

/** The columns that fit, as the terminal gets narrower. */
const FITS: readonly (readonly [width: number, heading: string, hint: string])[] = [
  [200, "NAMESPACE ENFORCE AUDIT WARN STRICTEST REFUSED WORKLOADS PODS MOST FREQUENT CHECKS", ""],
  [
    120,
    "NAMESPACE ENFORCE AUDIT WARN STRICTEST REFUSED WORKLOADS PODS MOST FREQUENT CHECKS",
    "-o wide shows the columns in full.",
  ],
  [
    96,
    "NAMESPACE ENFORCE STRICTEST REFUSED WORKLOADS PODS MOST FREQUENT CHECKS",
    "No room for AUDIT, WARN: -o wide shows them.",
  ],
  [80, "NAMESPACE ENFORCE STRICTEST REFUSED WORKLOADS CHECKS", "No room for AUDIT, WARN, PODS: -o wide shows them."],
  [
    72,
    "NAMESPACE ENFORCE STRICTEST REFUSED WORKLOADS PODS",
    "No room for AUDIT, WARN, MOST FREQUENT CHECKS: -o wide shows them.",
  ],
  [
    20,
    "NAMESPACE ENFORCE STRICTEST REFUSED WORKLOADS",
    "No room for AUDIT, WARN, PODS, MOST FREQUENT CHECKS: -o wide shows them.",
  ],
];

for (const [width, heading, hint] of FITS) {
  test(`columns for a terminal of ${width}`, () => {
    const grid = auditGrid(AUDIT, terminal(width));
    assert.equal(text(grid.lines).split("\n")[0]?.replace(/ +/g, " "), heading);
    assert.equal(grid.hint, hint);
  });
}

test("an exempt namespace is marked, and nothing is said of a policy that is not in force", () => {
  const line = text(auditGrid(AUDIT, PIPE).lines)
    .split("\n")
    .find((one) => one.startsWith("kube-system"));
  assert.deepEqual(line?.split(/ +/), ["kube-system", "exempt", "-", "-", "-", "0", "1", "3"]);
});
