import assert from "node:assert/strict";
import { test } from "node:test";
import type { FailOn, Report } from "../../../../src/report/report.ts";
import { summaryLines } from "../../../../src/render/words/summary/summary.ts";
import { AUDIT } from "../../../fixtures/reports/audit-report.ts";
import { ACCEPT_REPORT } from "../../../fixtures/reports/accept-report.ts";
import {
  CLEAN_REPORT,
  EMPTY_REPORT,
  namespaceOf,
  REPORT_BY_LEVELS,
  reportOf,
  resultOf,
  violationOf,
  workloadOf,
} from "../../../fixtures/reports/report.ts";
import { PIPE } from "../../painted.ts";

const UNREADABLE = [{ message: "not valid YAML", source: { file: "bad.yaml", document: 0, line: 1 }, list: null }];
const BASIS = "Judged by the labels of a, evaluated as Kubernetes v1.37";

function workloadWith(modes: Parameters<typeof resultOf>[4], ...checks: readonly string[]) {
  const violations = checks.map((check) => violationOf(check, check, check));
  return workloadOf("Pod", "v1", "a", "web", { file: "a.yaml", line: 1 }, [
    resultOf("pods", "web", "baseline", "latest", modes, violations),
  ]);
}

function reportWith(
  workloads: readonly ReturnType<typeof workloadWith>[],
  parts: Partial<Parameters<typeof reportOf>[0]> = {},
): Report {
  return reportOf({ namespaces: [namespaceOf("a", { labelled: true, workloads })], files: 1, objects: 2, ...parts });
}

function linesOf(report: Report): string[] {
  return summaryLines(report, "", PIPE);
}

test("a clean run names the judged workloads and the policy", () => {
  assert.deepEqual(linesOf(CLEAN_REPORT), [
    "No violations in 1 workload (3 objects, 2 files), evaluated as Kubernetes v1.37",
    "Judged as in a namespace labelled enforce=baseline, audit=warn=restricted (--level LEVEL changes it)",
  ]);
});

test("a clean run counts exempt workloads, unreadable inputs and unjudged inputs", () => {
  const exempt = { ...workloadWith([]), results: [], exempt: { by: "user", value: "ci" } as const };
  const notes = [
    { severity: "warning", code: "helm-chart", message: "…", source: null },
    { severity: "error", code: "unknown-kind", message: "…", source: null },
  ] as const;
  assert.deepEqual(linesOf(reportWith([workloadWith(["enforce"]), exempt], { unreadable: UNREADABLE, notes })), [
    "No violations in 2 workloads (2 objects, 1 file, 1 workload exempt), evaluated as Kubernetes v1.37",
    "Not judged: 1 Helm chart, 1 object of an unknown kind",
    "Wrong input: 1 note is an error (exit code 2)",
    "Incomplete: 1 document could not be read",
    "Judged by the labels of a",
  ]);
});

test("a clean run is green only if everything was judged", () => {
  const style = { ...PIPE, paint: { ...PIPE.paint, good: (text: string) => `<${text}>` } };
  const first = (report: Report) => summaryLines(report, "", style)[0] ?? "";
  assert.match(first(CLEAN_REPORT), /^</);
  assert.match(
    first({ ...CLEAN_REPORT, unreadable: UNREADABLE, summary: { ...CLEAN_REPORT.summary, unreadable: 1 } }),
    /^No/,
  );
  assert.match(
    first({ ...CLEAN_REPORT, notes: [{ severity: "warning", code: "helm-chart", message: "", source: null }] }),
    /^No/,
  );
});

test("a run without judged workloads is not clean", () => {
  assert.deepEqual(linesOf(EMPTY_REPORT), [
    "Nothing to judge: no workload among 2 objects in 1 file (exit code 0; --fail-on-empty makes it 2)",
  ]);
  assert.deepEqual(linesOf(reportOf({ namespaces: [], files: 1, objects: 0, unreadable: UNREADABLE })), [
    "Nothing to judge: no workload among 0 objects in 1 file",
    "Incomplete: 1 document could not be read (exit code 3)",
  ]);
});

test("a chart or a kustomization was read, and not judged", () => {
  const chart = { message: "not judged: web is a Helm chart", source: null, list: null };
  const incomplete = (...unreadable: Report["unreadable"]) =>
    linesOf(reportOf({ namespaces: [], files: 1, objects: 0, unreadable }))[1];
  assert.equal(incomplete(chart), "Incomplete: 1 chart or kustomization was not judged (exit code 3)");
  assert.equal(
    incomplete(chart, ...UNREADABLE, chart),
    "Incomplete: 1 document could not be read, and 2 charts or kustomizations were not judged (exit code 3)",
  );
});

test("errors and warnings are counted, with their workloads", () => {
  assert.deepEqual(
    linesOf(reportWith([workloadWith(["enforce"], "b"), workloadWith(["warn"], "c", "d"), workloadWith(["audit"])])),
    ["1 error, 2 warnings in 2 of 3 workloads (2 objects, 1 file)", BASIS],
  );
  assert.deepEqual(linesOf(reportWith([workloadWith(["audit"], "b")])), [
    "No errors, 1 warning in 1 of 1 workload (2 objects, 1 file)",
    BASIS,
  ]);
});

test("errors that do not fail the run are distinguished", () => {
  const first = (failOn: FailOn) =>
    linesOf(
      reportWith(
        [workloadWith(["enforce"], "a", "b"), workloadWith(["enforce", "warn"], "c"), workloadWith(["warn"], "d")],
        { failOn },
      ),
    )[0];
  const scope = "in 3 of 3 workloads (2 objects, 1 file)";
  assert.equal(first("enforce"), `3 errors, 1 warning ${scope}`);
  assert.equal(first("none"), `3 errors, 1 warning ${scope}; none fails the run (--fail-on none)`);
  assert.equal(first("warn"), `4 errors ${scope}; 2 fail the run (--fail-on warn)`);
  assert.equal(first("any"), `4 errors ${scope}`);
});

test("levels of --level are named", () => {
  assert.deepEqual(linesOf(REPORT_BY_LEVELS), [
    "2 errors in 1 of 1 workload (1 object, 1 file)",
    "Judged by --level baseline and restricted, evaluated as Kubernetes v1.37",
  ]);
});

test("with accepted violations, new and accepted violations are counted separately", () => {
  const lines = linesOf(ACCEPT_REPORT);
  assert.match(lines[0] ?? "", /^No errors, 1 new warning in 1 of 4 workloads /);
  assert.ok(lines.includes("Accepted: 4 violations"));
});

test("a cluster has pods and namespaces in place of objects and files", () => {
  const lines = linesOf(AUDIT);
  assert.match(
    lines[0] ?? "",
    /^3 errors, 6 warnings in 7 of 12 workloads \(30 pods, 6 namespaces, 2 workloads exempt\)$/,
  );
  assert.ok(lines.includes("Evaluated as Kubernetes v1.37"));
});

test("it distinguishes lists of the cluster from documents", () => {
  const list = { message: "m", source: null, list: { resource: "jobs", namespace: null, rule: "" } };
  const last = (unreadable: Report["unreadable"]) =>
    linesOf(reportOf({ namespaces: [], files: 1, objects: 0, unreadable })).at(-1);
  assert.equal(last([list]), "Incomplete: 1 list of the cluster could not be read (exit code 3)");
  assert.equal(
    last([list, list, ...UNREADABLE]),
    "Incomplete: 1 document and 2 lists of the cluster could not be read (exit code 3)",
  );
  const namespace = { message: "m", source: null, list: { resource: "namespaces", namespace: "a", rule: "" } };
  const all = { ...namespace, list: { ...namespace.list, namespace: null } };
  assert.equal(last([namespace]), "Incomplete: the labels of 1 namespace could not be read (exit code 3)");
  assert.equal(
    last([all, namespace, namespace]),
    "Incomplete: 1 list of the cluster and the labels of 2 namespaces could not be read (exit code 3)",
  );
  const forbidden = { ...list, list: { ...list.list, rule: "{}" } };
  assert.equal(last([forbidden, forbidden]), "Incomplete: 2 rights are missing (exit code 3)");
  assert.equal(
    last([forbidden, list]),
    "Incomplete: 1 right is missing, and 1 list of the cluster could not be read (exit code 3)",
  );
});

test("a remark on shortened parts is last", () => {
  const lines = summaryLines(
    reportWith([workloadWith(["enforce"], "b")]),
    "No room for PODS: -o wide shows them.",
    PIPE,
  );
  assert.equal(lines.at(-1), "No room for PODS: -o wide shows them.");
});
