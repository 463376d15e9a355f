import assert from "node:assert/strict";
import { test } from "node:test";
import { coverageOfAudit, coverageOfLint } from "../../src/accepted/coverage.ts";
import { compileGlob } from "../../src/accepted/glob.ts";
import type { Report, Unreadable } from "../../src/report/report.ts";
import { AUDIT } from "../fixtures/reports/audit-report.ts";
import { reportOf } from "../fixtures/reports/report.ts";

function reportWith(unreadable: readonly Unreadable[]) {
  return reportOf({ namespaces: [], files: 1, objects: 1, unreadable });
}

const rule = (namespace: string) => ({ namespace: compileGlob(namespace) });
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
  ["the requested namespaces", [], ["a", "b"]],
  ["but a namespace with a list that was refused", [list("b")], ["a"]],
  ["nothing if a cluster-wide list was forbidden", [list("b"), list(null)], []],
  ["nothing if a document could not be read", [document("dump.yaml")], []],
  ["nothing if an object of a cluster could not be read", [{ ...document(""), source: null }], []],
] as const) {
  test(`an audit covers ${name}`, () => {
    const covers = coverageOfAudit(reportWith(unreadable), (namespace) => namespace !== "c");
    assert.deepEqual(
      ["a", "b", "c"].filter((namespace) => covers(rule(namespace))),
      namespaces,
    );
  });
}

test("an audit of only the current namespace covers it if its own lists were read", () => {
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
    return [current, "another"].filter((namespace) => covers(rule(namespace)));
  };
  const current = AUDIT.namespaces[0]?.name ?? "";
  assert.deepEqual(coveredWith(), [current]);
  assert.deepEqual(coveredWith(list(current)), []);
  assert.deepEqual(coveredWith(list(null)), [], "a list that broke off was not replaced");
  assert.deepEqual(coveredWith(document("")), []);
});

test("a rule for several namespaces needs an audit of all of them", () => {
  const wouldRead = (parts: Partial<Report>) => coverageOfAudit({ ...AUDIT, ...parts }, () => true)(rule("team-*"));
  const all = { names: null, selector: null, skipped: [] };
  assert.equal(wouldRead({ unreadable: [], covered: all }), true);
  assert.equal(wouldRead({ unreadable: [list("b")], covered: all }), false);
  for (const covered of [{ names: ["a"] }, { selector: "team=a" }, { skipped: ["b"] }]) {
    assert.equal(wouldRead({ unreadable: [], covered: { ...all, ...covered } }), false);
  }
});

test("a lint of directories covers every workload, unless something could not be read", () => {
  assert.equal(coverageOfLint(reportWith([]), true)(rule("a")), true);
  assert.equal(coverageOfLint(reportWith([document("a.yaml")]), true)(rule("a")), false);
  assert.equal(coverageOfLint(reportWith([]), false)(rule("a")), false);
});

test("a lint with a chart or a kustomization that was not rendered covers no other workload", () => {
  for (const code of ["helm-chart", "kustomization"] as const) {
    const source = { file: "Chart.yaml", document: 0, line: 1 };
    const notes = [{ severity: "warning", code, message: "m", source }] as const;
    assert.equal(coverageOfLint({ ...reportWith([]), notes }, true)(rule("a")), false);
  }
});
