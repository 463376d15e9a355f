import assert from "node:assert/strict";
import { test } from "node:test";
import { coverageOfAudit, coverageOfLint } from "../../src/accepted/coverage.ts";
import type { Report, Unreadable } from "../../src/report/report.ts";
import { AUDIT } from "../fixtures/reports/audit-report.ts";
import { reportOf } from "../fixtures/reports/report.ts";

function reportWith(unreadable: readonly Unreadable[]) {
  return reportOf({ namespaces: [], files: 1, objects: 1, unreadable });
}

const list = (namespace: string | null): Unreadable => ({
  message: "m",
  source: null,
  list: { resource: "jobs", namespace, rule: "" },
});
const document = (file: string): Unreadable => ({
  message: "m",
  source: { file, document: 0, line: 1 },
  list: null,
});

for (const [name, unreadable, namespaces] of [
  ["what is asked about", [], ["a", "b"]],
  ["but a namespace of which a list was refused", [list("b")], ["a"]],
  ["nothing where a list of all was refused", [list("b"), list(null)], []],
  ["nothing where a document could not be read", [document("dump.yaml")], []],
  ["nothing where an object of a cluster could not be read", [{ ...document(""), source: null }], []],
] as const) {
  test(`an audit covers ${name}`, () => {
    const covers = coverageOfAudit(reportWith(unreadable), (namespace) => namespace !== "c");
    assert.deepEqual(
      ["a", "b", "c"].filter((namespace) => covers({ namespace, file: null })),
      namespaces,
    );
  });
}

const FILES = ["a.yaml", "dir/a.yaml", "dir2/a.yaml", "dir\\b.yaml", "\ufffd.yaml"];

test("an audit of the current namespace alone covers it if its own lists were read", () => {
  const refused: Unreadable = {
    message: "m",
    source: null,
    list: { resource: "pods", namespace: null, rule: "{resources: [pods]}" },
  };
  const coveredWith = (...unreadable: readonly Unreadable[]): readonly string[] => {
    const report: Report = {
      ...AUDIT,
      namespaces: AUDIT.namespaces.slice(0, 1),
      unreadable: [refused, ...unreadable],
      notes: [{ severity: "warning", code: "current-namespace", message: "m", source: null }],
    };
    const covers = coverageOfAudit(report, () => true);
    return [current, "another"].filter((namespace) => covers({ namespace, file: null }));
  };
  const current = AUDIT.namespaces[0]?.name ?? "";
  assert.deepEqual(coveredWith(), [current]);
  assert.deepEqual(coveredWith(list(current)), []);
  assert.deepEqual(coveredWith(list(null)), [], "a list that broke off was not replaced");
  assert.deepEqual(coveredWith(document("")), []);
});

for (const [name, unreadable, files] of [
  ["its inputs", [], FILES],
  ["but a file that could not be read", [document("a.yaml")], FILES.slice(1)],
  ["but what is below a directory that could not be read", [document("dir")], ["a.yaml", "dir2/a.yaml", "\ufffd.yaml"]],
  ["the same with a slash", [document("dir/")], ["a.yaml", "dir2/a.yaml", "\ufffd.yaml"]],
  ["but what has half a character in its name", [document("\ud800.yaml")], FILES.slice(0, -1)],
] as const) {
  test(`a lint covers ${name}`, () => {
    const covers = coverageOfLint(reportWith(unreadable), (file) => file !== "other.yaml");
    const asked = [...FILES, "other.yaml", null];
    assert.deepEqual(
      asked.filter((file) => covers({ namespace: "a", file })),
      files,
    );
  });
}

test("a lint does not cover a chart or a kustomization that it did not render", () => {
  const note = (code: "helm-chart" | "kustomization", file: string): Report["notes"][number] => ({
    severity: "warning",
    code,
    message: "m",
    source: { file, document: 0, line: 1 },
  });
  const report = reportWith([document("failed/Chart.yaml")]);
  const notes = [note("helm-chart", "noted/Chart.yaml"), note("kustomization", "overlay/kustomization.yaml")];
  const covers = coverageOfLint({ ...report, notes }, () => true);
  const files = ["failed/templates/a.yaml", "noted/templates/a.yaml", "overlay/kustomization.yaml", "overlay/pod.yaml"];
  assert.deepEqual(
    files.filter((file) => covers({ namespace: "a", file })),
    ["overlay/pod.yaml"],
  );
});
