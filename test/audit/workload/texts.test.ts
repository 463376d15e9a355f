import assert from "node:assert/strict";
import { test } from "node:test";
import { createIntern } from "../../../src/audit/workload/texts.ts";

test("strings are returned unchanged, equal or not", () => {
  const intern = createIntern(false);
  assert.deepEqual(["a", "b", "a", ""].map(intern.text), ["a", "b", "a", ""]);
});

test("fields have stable paths only on request", () => {
  const pod = { spec: { containers: [{ name: "web" }] } };
  const path = ["spec", "containers", 0, "image"];
  assert.equal(createIntern(true).stablePath({ pod }, path), "containers[web].image");
  assert.equal(createIntern(true).stablePath({ pod, templateName: "head" }, path), "head.containers[web].image");
  assert.deepEqual([createIntern(true).identifies, createIntern(false).identifies], [true, false]);
});
