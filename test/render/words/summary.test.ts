import assert from "node:assert/strict";
import { test } from "node:test";
import type { Report } from "../../../src/report/report.ts";
import { summaryLines } from "../../../src/render/words/summary.ts";
import {
  CLEAN_REPORT,
  EMPTY_REPORT,
  namespaceOf,
  REPORT_BY_LEVELS,
  reportOf,
  resultOf,
  violationOf,
  workloadOf,
} from "../../fixtures/reports/report.ts";
import { PIPE } from "../painted.ts";

const UNREADABLE = [{ message: "not valid YAML", source: { file: "bad.yaml", document: 0, line: 1 }, list: null }];

function workloadWith(...checks: readonly string[]) {
  const violations = checks.map((check) => violationOf(check, check, check));
  return workloadOf("Pod", "v1", "a", "web", { file: "a.yaml", line: 1 }, [
    resultOf("pods", "web", "baseline", "latest", ["enforce"], violations),
  ]);
}

function linesOf(report: Report): string[] {
  return summaryLines(report, "", PIPE);
}

test("a clean run is one line that says what was checked", () => {
  assert.deepEqual(linesOf(CLEAN_REPORT), [
    "No violations: 1 workload in 1 namespace checked; 3 objects in 2 files; latest is v1.37; " +
      "policy assumed: enforce=baseline:latest audit=warn=restricted:latest",
  ]);
});

test("a clean run says what is exempt, and what could not be read", () => {
  const exempt = { ...workloadWith(), results: [], exempt: { by: "user", value: "ci" } as const };
  const namespaces = [namespaceOf("a", { labelled: true, workloads: [workloadWith(), exempt] })];
  assert.deepEqual(linesOf(reportOf({ namespaces, files: 1, objects: 2, unreadable: UNREADABLE })), [
    "No violations: 2 workloads in 1 namespace checked; 2 objects in 1 file; 1 exempt; latest is v1.37; " +
      "1 document could not be read",
  ]);
});

test("a clean run by levels names the levels in place of the policy", () => {
  const result = resultOf("pods", "web", "restricted", "v1.30", [], []);
  const workloads = [{ ...workloadWith(), results: [result] }];
  const report = reportOf({ namespaces: [namespaceOf("a", { assumedPolicy: true, workloads })], files: 1, objects: 1 });
  assert.deepEqual(linesOf(report), [
    "No violations: 1 workload in 1 namespace checked by restricted:v1.30; 1 object in 1 file; latest is v1.37",
  ]);
});

test("nothing judged is no clean run", () => {
  assert.deepEqual(linesOf(EMPTY_REPORT), ["Nothing to judge: no workload among 2 objects in 1 file"]);
  assert.deepEqual(linesOf(reportOf({ namespaces: [], files: 1, objects: 0, unreadable: UNREADABLE })), [
    "Nothing to judge: no workload among 0 objects in 1 file; 1 document could not be read",
  ]);
});

test("how much fails the run is said where it is not all", () => {
  const report = (failing: number, ...checks: string[]) => {
    const namespaces = [namespaceOf("a", { labelled: true, workloads: [workloadWith(...checks)] })];
    return linesOf(reportOf({ namespaces, files: 1, objects: 1, failing }))[0];
  };
  const start = "1 of 1 workload violates the policy of its namespace";
  assert.equal(report(2, "privileged", "sysctls"), `${start}: 2 violations`);
  assert.equal(report(1, "privileged", "sysctls"), `${start}: 2 violations, 1 of which fails the run`);
  assert.equal(report(2, "privileged", "sysctls", "procMount"), `${start}: 3 violations, 2 of which fail the run`);
  assert.equal(report(0, "privileged"), `${start}: 1 violation, none of which fails the run`);
});

test("the most frequent checks come first, and the rest is counted", () => {
  const workloads = [workloadWith("a", "b", "c", "d", "e", "f", "g"), workloadWith("c"), workloadWith("c", "b")];
  const namespaces = [namespaceOf("a", { labelled: true, workloads })];
  assert.deepEqual(linesOf(reportOf({ namespaces, files: 1, objects: 3 })), [
    "3 of 3 workloads violate the policy of their namespace: 10 violations",
    "  enforce  10 violations in 3 workloads",
    "Most frequent: c 3, b 2, a 1, d 1, e 1 and 2 other checks",
    "Checked: 3 workloads in 1 namespace; 3 objects in 1 file; latest is v1.37",
  ]);
});

test("violations of levels are not counted by mode, and no policy is assumed", () => {
  assert.deepEqual(linesOf(REPORT_BY_LEVELS), [
    "1 of 1 workload violates baseline:latest, restricted:latest: 2 violations",
    "Most frequent: privileged 1, allowPrivilegeEscalation 1",
    "Checked: 1 workload in 1 namespace; 1 object in 1 file; latest is v1.37",
  ]);
});

test("the first namespaces of an assumed policy are named; those without workloads do not matter", () => {
  const named = (name: string) => namespaceOf(name, { assumedPolicy: true, workloads: [workloadWith("privileged")] });
  const namespaces = ["a", "b", "c", "d", "e"].map(named);
  const lines = linesOf(
    reportOf({ namespaces: [...namespaces, namespaceOf("f", { assumedPolicy: true })], files: 1, objects: 5 }),
  );
  assert.equal(
    lines.at(-1),
    "No labels and no --admission-config tell the policy of a, b, c and 2 other namespaces: " +
      "assumed enforce=baseline:latest audit=warn=restricted:latest (lint their Namespaces too, or choose with --level)",
  );
});

test("it tells lists of the cluster from documents", () => {
  const list = { message: "m", source: null, list: { resource: "jobs", namespace: null, rule: "" } };
  const last = (unreadable: Report["unreadable"]) =>
    linesOf(reportOf({ namespaces: [], files: 1, objects: 0, unreadable }));
  assert.match(last([list])[0] ?? "", /; 1 list of the cluster could not be read$/);
  assert.match(
    last([list, list, ...UNREADABLE])[0] ?? "",
    /; 1 document and 2 lists of the cluster could not be read$/,
  );
});

test("it says what is missing, and what is shortened", () => {
  const namespaces = [namespaceOf("a", { labelled: true, workloads: [workloadWith("privileged")] })];
  const report = reportOf({ namespaces, files: 1, objects: 1, unreadable: UNREADABLE });
  assert.deepEqual(summaryLines(report, "E A W: enforce, audit, warn.", PIPE).slice(-2), [
    "Incomplete: 1 document could not be read",
    "E A W: enforce, audit, warn.",
  ]);
});
