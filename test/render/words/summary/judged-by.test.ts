import assert from "node:assert/strict";
import { test } from "node:test";
import type { NamespaceReport } from "../../../../src/report/report.ts";
import { judgedByText, policyText } from "../../../../src/render/words/summary/judged-by.ts";
import { AUDIT } from "../../../fixtures/reports/audit-report.ts";
import {
  namespaceOf,
  part,
  REPORT_BY_LEVELS,
  reportOf,
  resultOf,
  workloadOf,
} from "../../../fixtures/reports/report.ts";

const ASSUMED = "as in a namespace labelled enforce=baseline, audit=warn=restricted (--level LEVEL changes it)";

function namespaceWith(name: string, parts: Partial<NamespaceReport>): NamespaceReport {
  const result = resultOf("pods", "web", "baseline", "latest", ["enforce"], []);
  return namespaceOf(name, {
    workloads: [workloadOf("Pod", "v1", name, "web", { file: "a.yaml", line: 1 }, [result])],
    ...parts,
  });
}

function textOf(...namespaces: readonly NamespaceReport[]): string {
  return judgedByText(reportOf({ namespaces, files: 1, objects: 1 }));
}

test("the assumed policy is written as labels", () => {
  assert.equal(textOf(namespaceWith("a", { assumedPolicy: true })), `judged ${ASSUMED}`);
});

test("the first namespaces with labels are named", () => {
  const labelled = ["a", "b", "c", "d", "e"].map((name) => namespaceWith(name, { labelled: true }));
  assert.equal(textOf(...labelled), "judged by the labels of a, b, c and 2 more namespaces");
});

test("several sources are distinguished", () => {
  assert.equal(textOf(namespaceWith("a", {})), "judged by the defaults of --admission-config");
  assert.equal(
    textOf(namespaceWith("a", { labelled: true }), namespaceWith("b", {}), namespaceWith("c", { assumedPolicy: true })),
    `judged by the labels of a; b by the defaults of --admission-config; c ${ASSUMED}`,
  );
});

test("a namespace without workloads does not matter", () => {
  assert.equal(
    textOf(namespaceWith("a", { labelled: true }), namespaceOf("b", { assumedPolicy: true })),
    "judged by the labels of a",
  );
  assert.equal(textOf(), "");
});

test("levels of --level replace policies, and a cluster has no text", () => {
  assert.equal(judgedByText(REPORT_BY_LEVELS), "judged by --level baseline and restricted");
  assert.equal(judgedByText(AUDIT), "");
});

test("a pinned version is a part of the level", () => {
  const enforce = part("baseline", "label", "v1.30");
  assert.equal(
    policyText({ enforce, audit: enforce, warn: part("privileged", "label") }),
    "enforce=audit=baseline:v1.30, warn=privileged",
  );
});
