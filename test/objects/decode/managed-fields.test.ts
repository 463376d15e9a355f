import assert from "node:assert/strict";
import { test } from "node:test";
import { policyLabelManagers } from "../../../src/objects/decode/managed-fields.ts";

const entry = (manager: unknown, ...labels: readonly string[]): object => ({
  manager,
  fieldsV1: { "f:metadata": { "f:labels": Object.fromEntries(labels.map((label) => [label, {}])) } },
});
const ENFORCE = "f:pod-security.kubernetes.io/enforce";

test("each owner of a pod-security label is named once", () => {
  const fields = [
    entry("helm", "f:team", ENFORCE),
    entry("kubectl", "f:team"),
    entry("helm", ENFORCE),
    entry(7, ENFORCE),
  ];
  assert.deepEqual(policyLabelManagers(fields), ["helm", ""]);
});

test("without an owner the list is empty, and without managedFields it is undefined", () => {
  assert.deepEqual(
    policyLabelManagers([entry("helm", "f:team"), { manager: "x" }, { fieldsV1: { "f:metadata": 1 } }, null]),
    [],
  );
  for (const nothing of [undefined, null, [], {}, "x"]) assert.equal(policyLabelManagers(nothing), undefined);
});
