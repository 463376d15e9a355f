import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutSkipped, type NamespaceScope } from "../../../../src/audit/inventory/scope/scope.ts";

const ALL: NamespaceScope = { includes: () => true };
const BY_LABELS: NamespaceScope = { includes: (_, labels) => labels && labels["team"] === "x", selector: "team=x" };

test("without a skipped namespace a scope does not change", () => {
  assert.equal(withoutSkipped(BY_LABELS, []), BY_LABELS);
});

test("a skipped namespace is in no scope, with any labels", () => {
  const all = withoutSkipped(ALL, ["a", "b"]);
  assert.deepEqual(
    ["a", "b", "c"].map((name) => all.includes(name, {})),
    [false, false, true],
  );
  const selected = withoutSkipped(BY_LABELS, ["a"]);
  for (const labels of [{ team: "x" }, { team: "y" }, undefined]) {
    assert.equal(selected.includes("a", labels), false);
    assert.equal(selected.includes("c", labels), BY_LABELS.includes("c", labels));
  }
  assert.equal(selected.selector, "team=x");
  assert.equal("names" in selected, false);
});

test("a skipped namespace is not among the names of a scope, so it is never requested", () => {
  const scope: NamespaceScope = { includes: (name) => name !== "c", names: ["a", "b"] };
  assert.deepEqual(withoutSkipped(scope, ["b", "other"]).names, ["a"]);
});
