import assert from "node:assert/strict";
import { test } from "node:test";
import { applyChanges, labelChanges, type LabelChanges, type PolicyChange } from "../../../src/audit/dry-run/change.ts";

const PREFIX = "pod-security.kubernetes.io";

const CHANGES: readonly (readonly [name: string, change: PolicyChange, labels: LabelChanges])[] = [
  ["nothing", {}, {}],
  [
    "a level",
    { enforce: { type: "set", level: "baseline", version: undefined } },
    { [`${PREFIX}/enforce`]: "baseline" },
  ],
  [
    "a level and a version",
    { warn: { type: "set", level: "restricted", version: "v1.30" } },
    { [`${PREFIX}/warn`]: "restricted", [`${PREFIX}/warn-version`]: "v1.30" },
  ],
  ["a removal", { audit: { type: "remove" } }, { [`${PREFIX}/audit`]: null, [`${PREFIX}/audit-version`]: null }],
];

for (const [name, change, labels] of CHANGES) {
  test(`the labels of ${name}`, () => {
    assert.deepEqual(labelChanges(change), labels);
  });
}

test("changes set, overwrite and remove labels, and leave the others unchanged", () => {
  const labels = { team: "a", x: "1", y: "2" };
  assert.deepEqual(applyChanges(labels, { x: null, y: "3", z: "4", missing: null }), { team: "a", y: "3", z: "4" });
  assert.deepEqual(labels, { team: "a", x: "1", y: "2" });
});
