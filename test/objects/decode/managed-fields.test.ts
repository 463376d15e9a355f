import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { policyLabelManagers, watchedSince } from "../../../src/objects/decode/managed-fields.ts";

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

test("the owner of a misspelt label owns no pod-security label", () => {
  assert.deepEqual(policyLabelManagers([entry("argocd-controller", "f:pod-security.kubernetes.io/enfroce")]), []);
});

test("without an owner the list is empty, and without managedFields it is undefined", () => {
  assert.deepEqual(
    policyLabelManagers([entry("helm", "f:team"), { manager: "x" }, { fieldsV1: { "f:metadata": 1 } }, null]),
    [],
  );
  for (const nothing of [undefined, null, [], {}, "x"]) assert.equal(policyLabelManagers(nothing), undefined);
});

describe("the time since which audit and warn are what they are", () => {
  const owned = (time: unknown, ...labels: readonly string[]): object => ({
    ...entry("kubectl-label", ...labels),
    time,
  });
  const [AUDIT, WARN, VERSION] = ["audit", "warn", "audit-version"].map(
    (label) => `f:pod-security.kubernetes.io/${label}`,
  ) as [string, string, string];

  it("is that of the last manager of one of their labels", () => {
    const fields = [
      owned("2026-11-20T10:00:00Z", AUDIT),
      owned("2026-11-24T09:30:00Z", WARN, VERSION),
      owned("2026-11-28T00:00:00Z", ENFORCE, "f:team"),
    ];
    assert.equal(watchedSince(fields), "2026-11-24T09:30:00Z");
    assert.equal(watchedSince(fields.toReversed()), "2026-11-24T09:30:00Z");
  });

  it("is not known without such a manager, and if one of them has no time in the API server's form", () => {
    for (const time of [undefined, 7, "", "yesterday", "2026-11-24", "2026-11-24T09:30:00+01:00", "\u001b[2J"]) {
      assert.equal(watchedSince([owned("2026-11-20T10:00:00Z", WARN), owned(time, AUDIT)]), undefined, String(time));
    }
    assert.equal(watchedSince([owned("2026-11-20T10:00:00Z", ENFORCE)]), undefined);
    for (const nothing of [undefined, null, [], {}, "x", [null]]) assert.equal(watchedSince(nothing), undefined);
  });
});
