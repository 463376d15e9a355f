import assert from "node:assert/strict";
import { test } from "node:test";
import type { NamespaceReport } from "../../../../src/report/report.ts";
import { nextSteps } from "../../../../src/render/formats/audit/next.ts";
import { clusterReport, pods, workload } from "../../../fixtures/reports/cluster-workloads.ts";
import { HOST_PORT } from "../../../fixtures/reports/cluster-violations.ts";
import { namespaceOf } from "../../../fixtures/reports/report.ts";

function namespace(name: string, modes: Parameters<typeof pods>[3], count: number) {
  const workloads = Array.from({ length: count }, (_workload, index) =>
    workload("Pod", "v1", name, `p${index}`, 1, {}, [pods("p", 1, "baseline", modes, [HOST_PORT])]),
  );
  return namespaceOf(name, { workloads });
}

/** A namespace that is ready for restricted and enforces baseline. */
function readyNamespace(name: string, parts: Partial<NamespaceReport> = {}) {
  const clean = [pods("p", 1, "restricted", ["warn"], [])];
  return namespaceOf(name, { workloads: [workload("Pod", "v1", name, "p", 1, {}, clean)], ...parts });
}

function steps(...namespaces: ReturnType<typeof namespace>[]): string[] {
  return nextSteps(clusterReport("AuditReport", namespaces));
}

test("nothing to do where nothing is", () => assert.deepEqual(steps(), []));

test("what enforce would refuse comes first, however much else violates", () => {
  assert.deepEqual(steps(namespace("loud", ["warn"], 9), namespace("bad", ["enforce"], 1)), [
    "Next: -n bad shows what violates there, -o wide everything.",
  ]);
  assert.deepEqual(steps(namespace("a", ["warn"], 1), namespace("b", ["warn"], 2)), [
    "Next: -n b shows what violates there, -o wide everything.",
  ]);
});

test("a namespace that meets more than it enforces could have it; an empty or exempt one tells nothing", () => {
  const command = "try kubectl pss dry-run -n a --enforce restricted";
  assert.deepEqual(steps(readyNamespace("a"), namespaceOf("empty"), readyNamespace("x", { exempt: true })), [
    `1 namespace meets a stricter level than enforce asks for: ${command}`,
  ]);
  assert.deepEqual(steps(readyNamespace("a"), readyNamespace("b")), [
    `2 namespaces meet a stricter level than enforce asks for: ${command}`,
  ]);
});

test("a name that is none stays one word of a command", () => {
  const name = "a b'; touch pwned; ##vso[x.y]\n";
  const word = String.raw`$'a b\'; touch pwned; \043#vso[x.y]\012'`;
  assert.deepEqual(steps(namespace(name, ["enforce"], 1)), [
    `Next: -n ${word} shows what violates there, -o wide everything.`,
  ]);
  const looser = readyNamespace(name);
  assert.match(steps(looser).join(), /try kubectl pss dry-run -n \$'a b.*' --enforce restricted$/);
});
