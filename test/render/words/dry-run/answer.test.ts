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
function changed(from: typeof BASELINE, to: typeof BASELINE, parts: Partial<NamespaceReport> = {}, isNew = false) {
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

function said(namespace: NamespaceReport): string[] {
  assert.ok(namespace.change);
  return answerLines(namespace, namespace.change, PIPE).slice(1);
}

const SILENCE = "  The API server says nothing: ";
const STILL = "  nothing newly violates; 1 workload does as before";

for (const [what, from, to, expected] of [
  ["privileged", RESTRICTED, PRIVILEGED, "nothing is refused at privileged."],
  ["relaxed", RESTRICTED, BASELINE, "enforce asks for less than before."],
  [
    "relaxed, and at another version: the pods are looked at",
    RESTRICTED,
    part("baseline", "label", "v1.30"),
    "no running pod violates enforce, and it looks at nothing that makes pods.",
  ],
  ["stricter", PRIVILEGED, BASELINE, "no running pod violates enforce, and it looks at nothing that makes pods."],
] as const) {
  test(`why the API server says nothing: ${what}`, () => {
    assert.deepEqual(said(changed(from, to)), [`${SILENCE}${expected}`, STILL]);
  });
}

test("why the API server says nothing: enforce stays", () => {
  const namespace = changed(BASELINE, BASELINE, {}, true);
  assert.equal(outcomeOf(namespace), "worse");
  assert.deepEqual(said(namespace), [`${SILENCE}enforce stays what it is, and it looks at pods for nothing else.`]);
});

test("where nothing violates its silence needs no reason", () => {
  const good = [workload("Pod", "v1", "a", "p", 1, {}, [pods("p", 1, "baseline", ["enforce"], [])])];
  assert.deepEqual(said(changed(BASELINE, RESTRICTED, { workloads: good })), [
    "  nothing violates: 1 workload checked",
  ]);
  assert.deepEqual(said(changed(BASELINE, RESTRICTED, { workloads: [] })), ["  nothing runs here"]);
});

test("an exempt namespace may have any labels", () => {
  assert.deepEqual(said(changed(BASELINE, PRIVILEGED, { exempt: true })), ["  exempt: nothing of this is in force"]);
});

test("several violate as before", () => {
  const { workloads } = changed(BASELINE, RESTRICTED);
  const namespace = changed(BASELINE, RESTRICTED, { workloads: [...workloads, ...workloads] });
  assert.equal(said(namespace)[1], "  nothing newly violates; 2 workloads do as before");
});

test("warnings without a change of policy are those of an exempt namespace", () => {
  const change = { ...changed(BASELINE, BASELINE).change, serverWarnings: ["namespace is exempt"] };
  const namespace = { ...changed(BASELINE, BASELINE), change } as NamespaceReport;
  assert.ok(namespace.change);
  assert.deepEqual(answerLines(namespace, namespace.change, PIPE), [
    "namespace/a  the policy in force stays what it is",
    "Warning: namespace is exempt",
  ]);
});

test("an audit's namespace has no change", () => assert.equal(outcomeOf(namespaceOf("a")), "unchanged"));

test("a policy that could not be read is unknown, and no silence about it is explained", () => {
  const known = changed(BASELINE, RESTRICTED);
  assert.ok(known.change);
  const change = { ...known.change, from: null };
  assert.equal(outcomeOf({ ...known, change }), "held");
  const [heading, ...rest] = answerLines({ ...known, change }, change, PIPE);
  assert.equal(
    heading,
    "namespace/a  enforce: unknown → restricted:latest  audit: unknown → baseline:latest  warn: unknown → baseline:latest",
  );
  assert.deepEqual(rest, [STILL]);
});
