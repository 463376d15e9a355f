import assert from "node:assert/strict";
import { test } from "node:test";
import { annotationRules, ruleNotes } from "../../src/accepted/notes.ts";
import { ruleOf } from "../../src/accepted/rule.ts";
import { lint } from "../../src/audit/lint.ts";
import type { AcceptedEntry } from "../../src/report/acceptance.ts";
import { OPTIONS, itemsOf } from "../audit/items.ts";

const TEXT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations:
    example.com/accept.hostPorts: not ours
    kubectl-pss/accept.hostPorts: "a reason"
    kubectl-pss/accept.sysctls: ""
spec:
  template:
    metadata:
      annotations:
        kubectl-pss/accept.privileged: "in the wrong place"
    spec: {}
`;

const [WEB] = lint(() => itemsOf(TEXT), OPTIONS).namespaces.flatMap(({ workloads }) => workloads);
assert.ok(WEB !== undefined);

for (const [strict, severity] of [
  [false, "warning"],
  [true, "error"],
] as const) {
  test(`annotations of a workload are rules, and mistakes in them are notes of severity ${severity}`, () => {
    const { rules, notes } = annotationRules([WEB], strict);
    const own = [...(rules.get(WEB) ?? [])].map(({ entry, acceptance }) => [entry.check, acceptance]);
    assert.deepEqual(own, [
      ["hostPorts", { reason: "a reason", until: null, by: "annotation", file: "a.yaml", line: 7 }],
    ]);
    assert.deepEqual(
      notes.map((note) => [note.severity, note.code, note.source?.line]),
      [
        [severity, "invalid-acceptance", 8],
        [severity, "misplaced-acceptance", 13],
      ],
    );
  });
}

const rule = (entry: Partial<AcceptedEntry>) =>
  ruleOf({ check: "hostPorts", reason: "why", ...entry }, { by: "file", file: "accepted.yaml", line: 3 });
const NONE = { found: new Set<never>(), matched: new Set<never>(), expired: new Set<never>() };

for (const [entry, text] of [
  [{}, "hostPorts"],
  [{ namespace: "shop" }, "hostPorts in shop"],
  [{ name: "web-*" }, "hostPorts of */web-*"],
  [{ kind: "Pod", container: "a" }, "hostPorts of Pod/*, container a"],
  [{ kind: "Pod", name: "p", container: "" }, "hostPorts of Pod/p, the pod itself"],
] as const) {
  test(`a note describes its entry: ${text}`, () => {
    const one = rule(entry);
    const source = { file: "accepted.yaml", document: 0, line: 3 };
    assert.deepEqual(
      ruleNotes([one], { ...NONE, found: new Set([one]) }, () => false),
      [
        {
          ...{ severity: "info", code: "unused-acceptance", source },
          message: `${text} is accepted, but there is no such violation; remove the entry`,
        },
      ],
    );
  });
}

test("an entry without a workload has a note if the run would have read the workload; an entry that matches has no note", () => {
  const one = rule({});
  assert.deepEqual(
    ruleNotes([one], NONE, () => false),
    [],
  );
  assert.match(ruleNotes([one], NONE, () => true)[0]?.message ?? "", /there is no such workload/);
  assert.deepEqual(
    ruleNotes([one], { ...NONE, found: new Set([one]), matched: new Set([one]) }, () => true),
    [],
  );
});

test("an expired entry has a note with its last day and its reason", () => {
  const one = rule({ until: "2026-11-30" });
  const use = { found: new Set([one]), matched: new Set([one]), expired: new Set([one]) };
  assert.deepEqual(
    ruleNotes([one], use, () => true).map(({ severity, code, message }) => [severity, code, message]),
    [["warning", "expired-acceptance", 'hostPorts was accepted until 2026-11-30, and counts again ("why")']],
  );
});
