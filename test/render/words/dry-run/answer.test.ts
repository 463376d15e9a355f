import assert from "node:assert/strict";
import { test } from "node:test";
import type { NamespaceReport } from "../../../../src/report/report.ts";
import { answerLines } from "../../../../src/render/words/dry-run/answer.ts";
import { outcomeOf } from "../../../../src/render/words/dry-run/outcome.ts";
import { HOST_PORT } from "../../../fixtures/reports/cluster-violations.ts";
import { pods, workload } from "../../../fixtures/reports/cluster-workloads.ts";
import { namespaceOf, part } from "../../../fixtures/reports/report.ts";
import { PIPE } from "../../painted.ts";

const PRIVILEGED = part("privileged", "label");
const BASELINE = part("baseline", "label");
const RESTRICTED = part("restricted", "label");

/** A namespace whose enforce changes, with a violation of audit, which is new on request. */
function changed(from: typeof BASELINE, to: typeof BASELINE, parts: Partial<NamespaceReport> = {}, isNew = true) {
  const rest = { audit: BASELINE, warn: BASELINE };
  const results = [pods("p", 1, "baseline", ["audit"], [HOST_PORT], isNew ? ["audit"] : [])];
  const policy = { ...rest, enforce: to };
  return namespaceOf("a", {
    policy,
    change: { from: { ...rest, enforce: from }, to: policy, labels: {}, serverWarnings: [], denied: null },
    workloads: [workload("Pod", "v1", "a", "p", 1, {}, results)],
    ...parts,
  });
}

function answer(namespace: NamespaceReport): string[] {
  assert.ok(namespace.change);
  return answerLines(namespace, namespace.change, "enforce", PIPE);
}

function said(namespace: NamespaceReport): string[] {
  return answer(namespace).slice(1);
}

for (const [what, from, to, expected] of [
  ["privileged", RESTRICTED, PRIVILEGED, "privileged rejects nothing."],
  ["relaxed", RESTRICTED, BASELINE, "enforce becomes less strict."],
  [
    "relaxed, and at another version: the pods are looked at",
    RESTRICTED,
    part("baseline", "label", "v1.30"),
    "it checks running pods, not the templates of new ones.",
  ],
  ["stricter", PRIVILEGED, BASELINE, "it checks running pods, not the templates of new ones."],
  ["enforce stays", BASELINE, BASELINE, "it checks running pods only when enforce changes."],
] as const) {
  test(`why the API server gives no warning of new violations: ${what}`, () => {
    assert.deepEqual(said(changed(from, to)), [`  The API server gives no warning: ${expected}`]);
  });
}

test("a mode without a change has no text", () => {
  assert.deepEqual(said(changed(PRIVILEGED, BASELINE, {}, false)), ["  no new violations: 1 workload checked"]);
});

test("without violations, a missing warning needs no reason", () => {
  const good = [workload("Pod", "v1", "a", "p", 1, {}, [pods("p", 1, "baseline", ["enforce"], [])])];
  assert.deepEqual(said(changed(BASELINE, RESTRICTED, { workloads: good })), [
    "  no new violations: 1 workload checked",
  ]);
  assert.deepEqual(said(changed(BASELINE, RESTRICTED, { workloads: [] })), ["  no workloads"]);
});

test("an exempt namespace may have any labels", () => {
  const exempt = changed(BASELINE, PRIVILEGED, { exempt: true }, false);
  assert.deepEqual(said(exempt), ["  exempt: no level applies here"]);
});

test("an unchanged policy is named with its mode", () => {
  const change = { ...changed(BASELINE, BASELINE, {}, false).change, serverWarnings: ["namespace is exempt"] };
  const namespace = { ...changed(BASELINE, BASELINE, {}, false), change } as NamespaceReport;
  assert.deepEqual(answer(namespace), [
    "namespace/a  enforce: baseline:latest (label), unchanged",
    "Warning: namespace is exempt",
  ]);
});

test("an unreadable policy is unknown, and nothing is compared with it", () => {
  const known = changed(BASELINE, RESTRICTED);
  assert.ok(known.change);
  const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
  const change = { ...known.change, labels, from: null };
  assert.equal(outcomeOf({ ...known, change }, "enforce"), "new");
  assert.deepEqual(answerLines({ ...known, change }, change, "enforce", PIPE), [
    "namespace/a  enforce: unknown → restricted:latest",
    "  The policy in force is unknown: nothing is compared with it, and the API server's warnings are not known.",
  ]);
});

test("a label with the level that is already in force shows that no label was set", () => {
  const namespace = changed(part("privileged", "builtin"), PRIVILEGED, { workloads: [] });
  assert.deepEqual(answer(namespace), ["namespace/a  enforce: not set → privileged:latest (label)", "  no workloads"]);
});
