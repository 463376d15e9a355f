import assert from "node:assert/strict";
import { test } from "node:test";
import type { Report } from "../../../../src/report/report.ts";
import { noteCases, unreadableCases } from "../../../../src/render/formats/junit/inputs.ts";
import { reportOf } from "../../../fixtures/reports/report.ts";

function report(parts: Partial<Pick<Report, "notes" | "unreadable">>): Report {
  return reportOf({ namespaces: [], files: 1, objects: 0, ...parts });
}

function source(line: number) {
  return { file: "a.yaml", document: 0, line };
}

for (const [name, unreadable, message] of [
  ["a.yaml:4", { message: "no YAML", source: source(4), list: null }, "no YAML"],
  ["cronjobs", { message: "gone", source: null, list: { resource: "cronjobs", namespace: null, rule: "" } }, "gone"],
  ["pods in shop", { message: "gone", source: null, list: { resource: "pods", namespace: "shop", rule: "" } }, "gone"],
  [
    "namespace shop",
    { message: "gone", source: null, list: { resource: "namespaces", namespace: "shop", rule: "" } },
    "gone",
  ],
  ["cut off", { message: "cut off", source: null, list: null }, "cut off"],
] as const) {
  test(`an unreadable input is an error: ${name}`, () => {
    assert.deepEqual(unreadableCases(report({ unreadable: [unreadable] })), [
      { name, className: "unreadable", fault: { element: "error", message }, lines: [], output: [] },
    ]);
  });
}

test("all forbidden lists are one case", () => {
  const list = (resource: string) => ({
    message: "access denied",
    source: null,
    list: { resource, namespace: "shop", rule: "{list}" },
  });
  const cases = unreadableCases(report({ unreadable: [list("pods"), list("jobs")] }));
  assert.deepEqual(
    cases.map(({ name, className }) => [name, className]),
    [["forbidden", "unreadable"]],
  );
  assert.match(
    cases[0]?.fault?.message ?? "",
    /^2 rights are missing: you may not list jobs and pods in namespace "shop"; the API server says: access denied\. /,
  );
});

test("notes of a kind are one case, which is an error if one of them is", () => {
  const cases = noteCases(
    report({
      notes: [
        { severity: "warning", code: "patch", message: "p", source: source(1) },
        { severity: "warning", code: "unknown-field", message: "a", source: source(2) },
        { severity: "error", code: "unknown-field", message: "b", source: source(3) },
        { severity: "info", code: "newer-server", message: "n", source: null },
      ],
    }),
  );
  const passed = { className: "notes", fault: null, lines: [] };
  assert.deepEqual(cases, [
    { ...passed, name: "patch", output: ["a.yaml:1: p"] },
    {
      name: "unknown-field",
      className: "notes",
      fault: { element: "error", message: "b" },
      lines: ["a.yaml:2: a", "a.yaml:3: b"],
      output: [],
    },
    { ...passed, name: "newer-server", output: ["n"] },
  ]);
});
