import assert from "node:assert/strict";
import { test } from "node:test";
import { coverageOfAudit, coverageOfLint } from "../../src/accepted/coverage.ts";
import type { Unreadable } from "../../src/report/report.ts";
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
