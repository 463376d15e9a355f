import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_EXEMPTIONS } from "../../src/admission/exemptions.ts";
import { BUILTIN_POLICY } from "../../src/admission/labels.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";
import { NEWEST_MINOR } from "../../src/policy/version.ts";
import {
  CLUSTER,
  audit,
  auditCluster,
  auditOf,
  controller,
  inventoryOf,
  namespace,
  namespaceOf,
  pod,
  workloadOf,
  type Setting,
} from "./clusters.ts";
import { itemsOf } from "./items.ts";

test("pods are counted under the workload that created them, in any order of a dump", () => {
  const report = audit(
    pod("web-1-b", "", "ReplicaSet/web-1") +
      pod("web-1-a", "", "ReplicaSet/web-1") +
      pod("alone") +
      controller("ReplicaSet", "web-1", { owner: "Deployment/web" }) +
      controller("ReplicaSet", "web-0", { owner: "Deployment/web", replicas: 0 }) +
      controller("Deployment", "web", { replicas: 2 }) +
      namespace("team-a", { enforce: "restricted" }),
  );
  const { workloads } = namespaceOf(report);
  assert.deepEqual(
    workloads.map(({ kind, name, pods, replicas }) => [kind, name, pods, replicas]),
    [
      ["Deployment", "web", 2, 2],
      ["Pod", "alone", 1, null],
    ],
  );
  assert.deepEqual(
    workloadOf(report, "web").results.map(({ subject, pods, pod: first, modes }) => [subject, pods, first, modes]),
    [
      ["template", 0, null, ["enforce", "warn"]],
      ["template", 0, null, ["audit"]],
      ["pods", 2, "web-1-a", ["enforce", "warn"]],
      ["pods", 2, "web-1-a", ["audit"]],
    ],
  );
  assert.deepEqual(report.source, { type: "files", files: 1 });
  assert.equal(report.kind, "AuditReport");
});

test("a workload has the same stable name in every report, in any order of its objects", () => {
  const hash = "\n  labels: {pod-template-hash: 5d9c}";
  const job = controller("Job", "b-28391820", { apiVersion: "batch/v1" });
  const jobPod = pod("b-28391820-x", "", "Job/b-28391820").replace("apps/v1, kind: Job", "batch/v1, kind: Job");
  for (const text of [job + jobPod, jobPod + job]) {
    // The name of a user's Job may end in a date. An unreadable Job counts as a CronJob's.
    assert.equal(workloadOf(audit(text), "b-28391820").stableName, "b-28391820");
  }
  assert.equal(workloadOf(audit(jobPod), "b-28391820").stableName, "b-*");
  const unread = audit(pod("web-5d9c-x", "", "ReplicaSet/web-5d9c", hash) + pod("alone"));
  assert.equal(workloadOf(unread, "web-5d9c").stableName, "web-*");
  assert.equal(workloadOf(unread, "alone").stableName, "alone");
});

test("the objects of an unread owner are judged under its name, except those of earlier rollouts", () => {
  const report = audit(
    namespace("team-a", { enforce: "baseline" }) +
      controller("ReplicaSet", "r-2", { owner: "Rollout/r", replicas: 3, spec: "      hostPID: true\n" }) +
      controller("ReplicaSet", "r-3", { owner: "Rollout/r", replicas: 1, spec: "      hostPID: true\n" }) +
      controller("ReplicaSet", "r-1", { owner: "Rollout/r", replicas: 0, spec: "      hostNetwork: true\n" }) +
      controller("Job", "j", { apiVersion: "batch/v1", owner: "JobSet/js", spec: "      hostIPC: true\n" }),
  );
  assert.deepEqual(
    namespaceOf(report).workloads.map(({ kind, name, replicas, results }) => [
      kind,
      name,
      replicas,
      results[0]?.message,
    ]),
    [
      ["JobSet", "js", null, "host namespaces (hostIPC=true)"],
      ["Rollout", "r", 4, "host namespaces (hostPID=true)"],
    ],
  );
  assert.equal(report.summary.failing, 2);
});

test("a selector leaves out namespaces with unknown labels", () => {
  const report = audit(namespace("team-b") + pod("p"), { includes: (_, labels) => labels !== undefined });
  assert.deepEqual(
    report.namespaces.map(({ name }) => name),
    ["team-b"],
  );
});

test("a note says that objects without a namespace are judged as in default", () => {
  const report = audit(
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c}]}\n" + namespace("default"),
  );
  assert.deepEqual(
    report.notes.map(({ code, message }) => [code, message]),
    [["missing-namespace", '1 object has no namespace; judged as in "default" (where kubectl would put them)']],
  );
});

test("a Namespace that appears twice with different labels gets a note", () => {
  const report = audit(namespace("team-a", { enforce: "privileged" }) + namespace("team-a", { enforce: "baseline" }));
  assert.deepEqual(
    report.notes.map(({ code }) => code),
    ["duplicate-namespace"],
  );
  assert.equal(namespaceOf(report).policy?.enforce.level, "baseline");
});

test("workloads of different groups are different", () => {
  const other = pod("web-0", "", "StatefulSet/web").replace(
    "apps/v1, kind: StatefulSet",
    "apps.kruise.io/v1, kind: StatefulSet",
  );
  const report = audit(namespace("team-a") + other + controller("StatefulSet", "web"));
  assert.deepEqual(
    namespaceOf(report)
      .workloads.map(({ apiVersion, pods }) => [apiVersion, pods])
      .toSorted(),
    [
      ["apps.kruise.io/v1", 1],
      ["apps/v1", 0],
    ],
  );
});

test("pods of a workload with different verdicts are separate results", () => {
  const report = audit(
    namespace("team-a", { enforce: "baseline" }) +
      pod("db-0", "", "StatefulSet/db") +
      pod("db-2", "  hostNetwork: true\n", "StatefulSet/db") +
      pod("db-1", "  hostNetwork: true\n", "StatefulSet/db"),
  );
  const enforced = workloadOf(report, "db").results.filter(({ modes }) => modes.includes("enforce"));
  assert.deepEqual(
    enforced.map(({ pods, pod: first, message }) => [pods, first, message]),
    [
      [1, "db-0", ""],
      [2, "db-1", "host namespaces (hostNetwork=true)"],
    ],
  );
  assert.equal(report.summary.failing, 1);
  assert.equal(report.summary.pods, 3);
});

test("equal violations of a template and its pods are one distinct violation", () => {
  const report = audit(
    namespace("team-a", { enforce: "baseline", audit: "baseline", warn: "baseline" }) +
      controller("DaemonSet", "agent", { spec: "      hostPID: true\n" }) +
      pod("agent-1", "  hostPID: true\n", "DaemonSet/agent"),
  );
  assert.equal(report.summary.violations, 1);
  assert.equal(report.summary.failing, 1);
});

test("a namespace without labels and without a configuration allows everything", () => {
  const report = audit(namespace("team-a") + pod("p", "  hostPID: true\n"));
  const { labelled, labelsKnown, policy, readyFor, assumedPolicy } = namespaceOf(report);
  assert.deepEqual(
    { labelled, labelsKnown, readyFor, assumedPolicy },
    { labelled: false, labelsKnown: true, readyFor: "privileged", assumedPolicy: false },
  );
  assert.deepEqual(policy?.enforce, { level: "privileged", version: "latest", from: "builtin" });
  assert.equal(report.summary.violations, 0);
});

test("a namespace that is not among the objects is judged without labels, and gets a note", () => {
  const report = audit(pod("p") + pod("q"));
  const { labelled, labelsKnown } = namespaceOf(report);
  assert.deepEqual({ labelled, labelsKnown }, { labelled: false, labelsKnown: false });
  assert.deepEqual(
    report.notes.map(({ code, message }) => [code, message]),
    [["unknown-namespace", 'the labels of namespace "team-a" are unknown, and so is its policy']],
  );
});

test("a dump without the Namespace of a workload is incomplete, if its labels are needed", () => {
  const report = audit(pod("p") + pod("q"), { areLabelsNeeded: true });
  assert.deepEqual(report.notes, []);
  assert.deepEqual(report.unreadable, [
    {
      message:
        'the Namespace "team-a" was not read: its labels are unknown, and so is its policy; add the output of kubectl get ns -o yaml',
      source: null,
      list: { resource: "namespaces", namespace: "team-a", rule: "" },
    },
  ]);
  assert.equal(audit(namespace("team-a") + pod("p"), { areLabelsNeeded: true }).unreadable.length, 0);
});

test("objects for which a selector is undecided make a dump incomplete, with their number", () => {
  const byLabel: Setting = { selector: "team=x", includes: (_, labels) => labels && labels["team"] === "x" };
  const { unreadable, namespaces } = audit(namespace("team-b") + pod("p") + pod("q"), byLabel);
  assert.deepEqual(
    unreadable.map(({ message }) => message),
    [
      'the Namespace "team-a" was not read: its labels are unknown, so it is unknown whether -l selects it; 2 objects are left out',
    ],
  );
  assert.deepEqual(
    namespaces.map(({ name }) => name),
    ["team-b"],
  );
});

test("the labels of an unreadable Namespace are unknown", () => {
  const report = audit(namespace("team-a").replace("team: x", "team: 1") + pod("p"));
  assert.equal(report.unreadable.length, 1);
  assert.equal(namespaceOf(report).labelsKnown, false);
});

test("only the requested namespaces are reported", () => {
  const report = audit(namespace("team-a") + namespace("team-b") + pod("p"), {
    includes: (name) => name === "team-b",
  });
  assert.deepEqual(
    report.namespaces.map(({ name, workloads }) => [name, workloads.length]),
    [["team-b", 0]],
  );
});

test("a cluster's objects have no place in a file", async () => {
  const items = itemsOf(namespace("team-a", { enforce: "baseline" }) + pod("p", "  hostPID: true\n"));
  const report = await auditCluster(items);
  assert.deepEqual(report.source, CLUSTER);
  assert.equal(workloadOf(report, "p").source, null);
});

test("a pinned version that is newer than the server is noted", () => {
  const report = audit(namespace("team-a", { enforce: "baseline", "enforce-version": "v1.99" }));
  assert.deepEqual(
    report.notes.map(({ code, message }) => [code, message]),
    [
      [
        "newer-version",
        `namespace "team-a" pins enforce=baseline:v1.99 warn=baseline:v1.99, newer than v1.${NEWEST_MINOR}, the newest known version: judged as v1.${NEWEST_MINOR}`,
      ],
    ],
  );
});

test("a mirror pod is its own workload", () => {
  const mirror = pod(
    "etcd-n1",
    "  hostNetwork: true\n",
    "Node/n1",
    "\n  annotations: {kubernetes.io/config.mirror: h}",
  );
  const report = audit(namespace("team-a", { enforce: "baseline" }) + mirror);
  const { kind, static: isStatic } = workloadOf(report, "etcd-n1");
  assert.deepEqual([kind, isStatic], ["Pod", true]);
});

test("an exempt runtime class exempts some pods of a workload, or all", () => {
  const exemptions = { ...NO_EXEMPTIONS, runtimeClasses: ["vm"] };
  const admission = { evaluator: createEvaluator(CHECKS), exemptions, defaults: BUILTIN_POLICY };
  const text =
    namespace("team-a", { enforce: "baseline" }) +
    pod("a-1", "  hostPID: true\n  runtimeClassName: vm\n", "StatefulSet/a") +
    pod("b-1", "  hostPID: true\n  runtimeClassName: vm\n", "StatefulSet/b") +
    pod("b-2", "  hostPID: true\n", "StatefulSet/b");
  const report = audit(text, { admission });
  assert.deepEqual(workloadOf(report, "a").exempt, { by: "runtimeClass", value: "vm" });
  assert.deepEqual(workloadOf(report, "a").results, []);
  assert.equal(workloadOf(report, "b").exempt, null);
  assert.equal(report.summary.failing, 1);
  assert.deepEqual(
    namespaceOf(report)
      .findings.filter(({ code }) => code === "exempt-violations")
      .map(({ message }) => message),
    ["exemptions by runtime class or user hide 2 workloads that do not meet baseline"],
  );
});

test("an unreadable object counts if it is in the scope", async () => {
  const bad = (where: string): string =>
    `---\napiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: ${where}}\nspec: {hostPID: 1}\n`;
  const items = itemsOf(namespace("team-a") + bad("team-a") + bad("team-b"));
  for (const run of [audit, auditCluster]) {
    assert.equal((await run(items, { includes: (name) => name === "team-a" })).unreadable.length, 1);
    // If labels decide and are unknown, the namespace may be in the scope.
    const byLabels: Setting["includes"] = (_, labels) => labels && labels["team"] === "x";
    assert.equal((await run(items, { includes: byLabels })).unreadable.length, 2);
  }
});

test("unknown labels have one note", () => {
  const scaledToZero = ["a", "b"].map((name) => controller("ReplicaSet", name, { owner: "Rollout/r", replicas: 0 }));
  const codes = (text: string): string[] => audit(text).notes.map(({ code }) => code);
  assert.deepEqual(codes(scaledToZero.join("")), ["unknown-namespace"]);
  assert.deepEqual(codes(scaledToZero.join("") + pod("p") + pod("q")), ["unknown-namespace"]);
});

test("an object that cannot be read in two places is listed once for each reason", () => {
  const bad = (field: string): string =>
    `---\napiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: team-a}\nspec: {${field}: 1}\n`;
  const nameless = bad("hostPID").replace("name: p, ", "");
  const linesOf = (text: string): unknown[] => audit(text).unreadable.map(({ source }) => source?.line);
  assert.deepEqual(linesOf(bad("hostPID") + bad("hostPID")), [5]);
  assert.deepEqual(linesOf(bad("hostPID") + bad("hostIPC")), [5, 10]);
  assert.deepEqual(linesOf(nameless + nameless), [5, 10]);
});

test("a report is a query: a second one is the same, and has no further notes", () => {
  const labels = { enforce: "baseline", "enforce-version": "v1.99" };
  const nameless = "---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c}]}\n";
  const consumer = auditOf();
  const inventory = inventoryOf({ serverMinor: 99, selector: "team=x", includes: byTeam }, [consumer]);
  const items = itemsOf(namespace("team-a", labels) + pod("a") + pod("a") + nameless);
  inventory.readFiles(() => items);
  const report = consumer.report(inventory);
  assert.deepEqual(
    report.notes.map(({ code }) => code),
    ["newer-server", "newer-version", "repeated-object"],
  );
  assert.deepEqual(
    report.unreadable.map(({ list }) => list?.namespace),
    ["default"],
  );
  assert.deepEqual(consumer.report(inventory), report);
});

/** The labels of a namespace decide whether it is in the scope. */
function byTeam(_: string, labels: Readonly<Record<string, string>> | undefined): boolean | undefined {
  return labels && labels["team"] === "x";
}
