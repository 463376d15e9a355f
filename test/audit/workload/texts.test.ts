import assert from "node:assert/strict";
import { test } from "node:test";
import { createIntern } from "../../../src/audit/workload/texts.ts";

test("strings are returned unchanged, equal or not", () => {
  const intern = createIntern(false);
  assert.deepEqual(["a", "b", "a", ""].map(intern.text), ["a", "b", "a", ""]);
});

test("fields have stable paths only on request", () => {
  const template = { pod: { spec: { containers: [{ name: "web" }] } }, podPath: ["spec", "template"] };
  const field = { path: ["spec", "containers", 0, "image"], value: undefined };
  const place = { line: 3, column: 5, endLine: 3, endColumn: 9 };
  const fieldOf = (identify: boolean, templateName?: string) =>
    createIntern(identify).field(
      { locate: () => place },
      { ...template, ...(templateName !== undefined && { templateName }) },
      field,
    );
  const path = "spec.template.spec.containers[0].image";
  const expected = { path, stablePath: "containers[web].image", container: "web", value: null, ...place };
  assert.deepEqual(fieldOf(true), expected);
  assert.deepEqual(Object.keys(fieldOf(true)), Object.keys(expected));
  assert.equal(fieldOf(true, "head").stablePath, "head.containers[web].image");
  assert.equal(fieldOf(false).stablePath, "");
});

test("a field of the pod has no container, and a rendered field no end", () => {
  const template = { pod: { spec: {} }, podPath: [] };
  const place = { line: 0, column: 0, renderedLine: 7 };
  const field = createIntern(false).field({ locate: () => place }, template, {
    path: ["spec", "hostPID"],
    value: true,
  });
  assert.deepEqual(field, { path: "spec.hostPID", stablePath: "", value: true, ...place });
});
