import assert from "node:assert/strict";
import { test } from "node:test";
import { createIntern } from "../../src/audit/intern.ts";

test("equal strings come back equal, and others too", () => {
  const intern = createIntern();
  assert.deepEqual(["a", "b", "a", ""].map(intern.text), ["a", "b", "a", ""]);
});
