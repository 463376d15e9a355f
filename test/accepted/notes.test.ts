import assert from "node:assert/strict";
import { test } from "node:test";
import { annotationRules, ruleNotes } from "../../src/accepted/notes.ts";
import { ruleOf, type AcceptedRule } from "../../src/accepted/rule.ts";
import { lint } from "../../src/audit/lint.ts";
import { meantWorkloadKind } from "../../src/workloads/pod-template.ts";
import type { AcceptedEntry } from "../../src/report/acceptance.ts";
import { OPTIONS, itemsOf } from "../audit/items.ts";

const LENIENT = { strict: false, meantKind: meantWorkloadKind };

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
      ruleNotes([one], { ...NONE, found: new Set([one]) }, () => false, LENIENT),
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
    ruleNotes([one], NONE, () => false, LENIENT),
    [],
  );
  assert.match(ruleNotes([one], NONE, () => true, LENIENT)[0]?.message ?? "", /there is no such workload/);
  assert.deepEqual(
    ruleNotes([one], { ...NONE, found: new Set([one]), matched: new Set([one]) }, () => true, LENIENT),
    [],
  );
});

test("an expired entry has a note with its last day and its reason", () => {
  const one = rule({ until: "2026-11-30" });
  const use = { found: new Set([one]), matched: new Set([one]), expired: new Set([one]) };
  assert.deepEqual(
    ruleNotes([one], use, () => true, LENIENT).map(({ severity, code, message }) => [severity, code, message]),
    [["warning", "expired-acceptance", 'hostPorts was accepted until 2026-11-30, and counts again ("why")']],
  );
});

for (const [kind, advice] of [
  ["deployment", 'found the kind "deployment", did you mean Deployment?'],
  ["deployments", 'found the kind "deployments", did you mean Deployment?'],
  ["CronJobs", 'found the kind "CronJobs", did you mean CronJob?'],
  ["sts", 'found the kind "sts", did you mean StatefulSet?'],
  ["Deployment", "remove the entry"],
  ["Widget", "remove the entry"],
] as const) {
  test(`an unused entry of the kind ${kind}: ${advice}`, () => {
    const [note] = ruleNotes([rule({ kind })], NONE, () => true, LENIENT);
    assert.equal(note?.message, `hostPorts of ${kind}/* is accepted, but there is no such workload; ${advice}`);
  });
}

test("a misspelt kind is named in a run over single files, too", () => {
  assert.equal(ruleNotes([rule({ kind: "deployment" })], NONE, () => false, LENIENT).length, 1);
});

for (const strict of [false, true]) {
  test(`a reason that names a day has a note${strict ? ", an error when strict" : ""}`, () => {
    const one = rule({ reason: "ok until 2026-11-30" });
    const use = { found: new Set([one]), matched: new Set([one]), expired: new Set<AcceptedRule>() };
    const [note, ...others] = ruleNotes([one], use, () => true, { ...LENIENT, strict });
    assert.deepEqual([note?.severity, note?.code, others], [strict ? "error" : "warning", "endless-acceptance", []]);
    assert.match(note?.message ?? "", /without a last day, .*write until: 2026-11-30$/);
    const ending = rule({ reason: "ok until 2026-11-30", until: "2026-12-31" });
    const ended = { found: new Set([ending]), matched: new Set([ending]), expired: new Set<AcceptedRule>() };
    assert.deepEqual(
      ruleNotes([ending], ended, () => true, { ...LENIENT, strict }),
      [],
    );
  });
}
