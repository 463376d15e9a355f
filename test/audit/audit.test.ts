import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_EXEMPTIONS } from "../../src/admission/exemptions.ts";
import { BUILTIN_POLICY } from "../../src/admission/labels.ts";
import { Audit, type AuditOptions } from "../../src/audit/audit.ts";
import { labelChanges } from "../../src/audit/change.ts";
import type { NamespaceReport, Report, WorkloadReport } from "../../src/report/report.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";
import { NEWEST_MINOR } from "../../src/policy/version.ts";
import { itemsOf } from "./items.ts";

const CLUSTER = { type: "cluster", context: "prod", server: "https://api.example.com" } as const;

function auditOf(options: Partial<AuditOptions>): Audit {
  return new Audit({
    admission: { evaluator: createEvaluator(CHECKS), exemptions: NO_EXEMPTIONS, defaults: BUILTIN_POLICY },
    changes: undefined,
    user: undefined,
    cluster: undefined,
    isSelected: () => true,
    failOn: "enforce",
    strict: false,
    identify: true,
    ...options,
  });
}

function audit(text: string, options: Partial<AuditOptions> = {}): Report {
  const found = auditOf(options);
  const items = itemsOf(text);
  for (const item of items) found.learn(item);
  for (const item of items) found.take(item);
  return found.report();
}

function namespaceOf(report: Report, name = "team-a"): NamespaceReport {
  const found = report.namespaces.find((namespace) => namespace.name === name);
  assert.ok(found !== undefined, `namespace ${name}`);
  return found;
}

function workloadOf(report: Report, name: string): WorkloadReport {
  const found = report.namespaces.flatMap(({ workloads }) => workloads).find((workload) => workload.name === name);
  assert.ok(found !== undefined, `workload ${name}`);
  return found;
}

function namespace(name: string, labels: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries(labels).map(([key, value]) => `    pod-security.kubernetes.io/${key}: ${value}\n`);
  return `---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  labels:\n    team: x\n${lines.join("")}`;
}

/** A pod, with some lines of its spec, owned or not. */
function pod(name: string, spec = "", owner = "", metadata = ""): string {
  const [kind, ownerName] = owner.split("/");
  const owners =
    owner === ""
      ? ""
      : `\n  ownerReferences: [{apiVersion: apps/v1, kind: ${kind}, name: ${ownerName}, uid: u, controller: true}]`;
  return `---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n  namespace: team-a${owners}${metadata}\nspec:\n  containers: [{name: c, image: i}]\n${spec}`;
}

function controller(
  kind: string,
  name: string,
  { apiVersion = "apps/v1", replicas = 1, owner = "", spec = "" } = {},
): string {
  const [ownerKind, ownerName] = owner.split("/");
  const owners =
    owner === ""
      ? ""
      : `\n  ownerReferences: [{apiVersion: apps/v1, kind: ${ownerKind}, name: ${ownerName}, uid: u, controller: true}]`;
  const scale = kind === "Job" || kind === "DaemonSet" ? "" : `  replicas: ${replicas}\n`;
  return `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: team-a${owners}\nspec:\n${scale}  template:\n    spec:\n      containers: [{name: c, image: i}]\n${spec}`;
}

test("pods are counted under the workload that made them, in whatever order a dump has them", () => {
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

test("a workload has the name that a report of another day has for it too, whatever comes first", () => {
  const hash = "\n  labels: {pod-template-hash: 5d9c}";
  const job = controller("Job", "b-28391820", { apiVersion: "batch/v1" });
  const jobPod = pod("b-28391820-x", "", "Job/b-28391820").replace("apps/v1, kind: Job", "batch/v1, kind: Job");
  for (const text of [job + jobPod, jobPod + job]) {
    // A Job that a user wrote may end in a date; one that cannot be read is taken for a CronJob's.
    assert.equal(workloadOf(audit(text), "b-28391820").stableName, "b-28391820");
  }
  assert.equal(workloadOf(audit(jobPod), "b-28391820").stableName, "b-*");
  const unread = audit(pod("web-5d9c-x", "", "ReplicaSet/web-5d9c", hash) + pod("alone"));
  assert.equal(workloadOf(unread, "web-5d9c").stableName, "web-*");
  assert.equal(workloadOf(unread, "alone").stableName, "alone");
});

test("it can be asked about namespaces that are not there", () => {
  const found = new Audit({
    admission: { evaluator: createEvaluator(CHECKS), exemptions: NO_EXEMPTIONS, defaults: BUILTIN_POLICY },
    changes: undefined,
    user: undefined,
    cluster: undefined,
    isSelected: (name, labels) => name === "gone" || labels?.["team"] === "x",
    failOn: "enforce",
    strict: false,
    identify: false,
  });
  for (const item of itemsOf(namespace("team-a"))) found.learn(item);
  assert.deepEqual(
    ["team-a", "team-b", "gone"].filter((name) => found.isAsked(name)),
    ["team-a", "gone"],
  );
});

test("what an unread owner has made is judged in its place, but for earlier rollouts", () => {
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

test("a selector leaves out namespaces whose labels nobody knows", () => {
  const report = audit(namespace("team-b") + pod("p"), { isSelected: (_, labels) => labels !== undefined });
  assert.deepEqual(
    report.namespaces.map(({ name }) => name),
    ["team-b"],
  );
});

test("objects that name no namespace are said to be the namespace default's", () => {
  const report = audit(
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c}]}\n" + namespace("default"),
  );
  assert.deepEqual(
    report.notes.map(({ code, message }) => [code, message]),
    [["missing-namespace", '1 object names no namespace; judged as in "default" (where kubectl would put them)']],
  );
});

test("a Namespace that stands twice with other labels is noted", () => {
  const report = audit(namespace("team-a", { enforce: "privileged" }) + namespace("team-a", { enforce: "baseline" }));
  assert.deepEqual(
    report.notes.map(({ code }) => code),
    ["duplicate-namespace"],
  );
  assert.equal(namespaceOf(report).policy.enforce.level, "baseline");
});

test("workloads of different groups are not one", () => {
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

test("pods of a workload of which different things are said stand apart", () => {
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

test("what a template and its pods are both told of is one thing to mend", () => {
  const report = audit(
    namespace("team-a", { enforce: "baseline", audit: "baseline", warn: "baseline" }) +
      controller("DaemonSet", "agent", { spec: "      hostPID: true\n" }) +
      pod("agent-1", "  hostPID: true\n", "DaemonSet/agent"),
  );
  assert.equal(report.summary.violations, 1);
  assert.equal(report.summary.failing, 1);
});

test("a namespace that nobody has labelled and no configuration knows lets everything pass", () => {
  const report = audit(namespace("team-a") + pod("p", "  hostPID: true\n"));
  const { labelled, labelsKnown, policy, strictest, assumedPolicy } = namespaceOf(report);
  assert.deepEqual(
    { labelled, labelsKnown, strictest, assumedPolicy },
    { labelled: false, labelsKnown: true, strictest: "privileged", assumedPolicy: false },
  );
  assert.deepEqual(policy.enforce, { level: "privileged", version: "latest", from: "builtin" });
  assert.equal(report.summary.violations, 0);
});

test("a namespace that is not among the objects is judged as one without labels, and that is said", () => {
  const report = audit(pod("p") + pod("q"));
  const { labelled, labelsKnown } = namespaceOf(report);
  assert.deepEqual({ labelled, labelsKnown }, { labelled: false, labelsKnown: false });
  assert.deepEqual(
    report.notes.map(({ code, message }) => [code, message]),
    [["unknown-namespace", 'the labels of namespace "team-a" are not known: judged as one without any']],
  );
});

test("the labels of a Namespace that cannot be read are not known", () => {
  const report = audit(namespace("team-a").replace("team: x", "team: 1") + pod("p"));
  assert.equal(report.unreadable.length, 1);
  assert.equal(namespaceOf(report).labelsKnown, false);
});

test("only what is asked about is reported", () => {
  const report = audit(namespace("team-a") + namespace("team-b") + pod("p"), {
    isSelected: (name) => name === "team-b",
  });
  assert.deepEqual(
    report.namespaces.map(({ name, workloads }) => [name, workloads.length]),
    [["team-b", 0]],
  );
});

test("a cluster's objects have no place in a file", () => {
  const report = audit(namespace("team-a", { enforce: "baseline" }) + pod("p", "  hostPID: true\n"), {
    cluster: CLUSTER,
  });
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
        `namespace "team-a" pins enforce=baseline:v1.99 warn=baseline:v1.99, newer than the server: judged as v1.${NEWEST_MINOR}`,
      ],
    ],
  );
});

test("a mirror pod stands for itself", () => {
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

const RESTRICT = labelChanges({ enforce: { type: "set", level: "restricted", version: undefined } });

test("a dry run says what the API server would, and what is new", () => {
  const report = audit(
    namespace("team-a", { enforce: "baseline" }) +
      controller("Deployment", "idle", { replicas: 0 }) +
      pod("web-1-b", "", "ReplicaSet/web-1") +
      pod("web-1-a", "  hostPID: true\n", "ReplicaSet/web-1"),
    { changes: RESTRICT },
  );
  assert.equal(report.kind, "DryRunReport");
  const { change, policy } = namespaceOf(report);
  assert.deepEqual(change?.labels, { "pod-security.kubernetes.io/enforce": "restricted" });
  assert.equal(change.from.enforce.level, "baseline");
  assert.equal(policy.enforce.level, "restricted");
  assert.deepEqual(change.serverWarnings, [
    'existing pods in namespace "team-a" violate the new PodSecurity enforce level "restricted:latest"',
    "web-1-a: host namespaces, allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile",
    "web-1-b: allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile",
  ]);
  assert.equal(change.denied, null);
  assert.deepEqual(
    workloadOf(report, "idle").results.map(({ level, modes, newIn }) => [level, modes, newIn]),
    [
      ["restricted", ["enforce", "warn"], ["enforce", "warn"]],
      ["privileged", ["audit"], []],
    ],
  );
  const [first, , second] = workloadOf(report, "web-1").results;
  assert.deepEqual(
    [first?.pod, first?.newIn, second?.pod, second?.newIn],
    ["web-1-a", [], "web-1-b", ["enforce", "warn"]],
  );
});

test("a change that the API server refuses leaves everything as it is", () => {
  const labels = { audit: "strict", warn: "loud" };
  const changes = labelChanges({ warn: { type: "set", level: "baseline", version: undefined } });
  const report = audit(namespace("team-a", labels) + pod("p"), { changes });
  const { change, policy } = namespaceOf(report);
  assert.match(
    change?.denied ?? "",
    /^Namespace "team-a" is invalid: metadata\.labels\[pod-security\.kubernetes\.io\/audit\]/,
  );
  assert.deepEqual(policy, change?.from);
  assert.equal(report.summary.failing, 1);
});

test("the user of a dry run makes bare pods and no others", () => {
  const exemptions = { ...NO_EXEMPTIONS, usernames: ["root"] };
  const admission = { evaluator: createEvaluator(CHECKS), exemptions, defaults: BUILTIN_POLICY };
  const report = audit(namespace("team-a") + pod("bare") + pod("owned", "", "StatefulSet/db"), {
    admission,
    changes: RESTRICT,
    user: "root",
  });
  assert.deepEqual(workloadOf(report, "bare").exempt, { by: "user", value: "root" });
  assert.deepEqual(workloadOf(report, "db").results[0]?.newIn, ["enforce", "warn"]);
  const template = audit(namespace("team-a") + controller("Deployment", "web"), {
    admission,
    changes: RESTRICT,
    user: "root",
  });
  assert.deepEqual(workloadOf(template, "web").exempt, { by: "user", value: "root" });
});

test("refused lists and notes on the whole are part of the report", () => {
  const found = new Audit({
    admission: { evaluator: createEvaluator(CHECKS, 30), exemptions: NO_EXEMPTIONS, defaults: BUILTIN_POLICY },
    changes: undefined,
    user: undefined,
    cluster: CLUSTER,
    isSelected: (name) => name !== "hidden",
    failOn: "any",
    strict: false,
    identify: true,
  });
  for (const item of itemsOf(namespace("team-a") + namespace("hidden") + "---\nspec: [")) {
    found.learn(item);
    found.take(item);
  }
  found.miss("jobs: not allowed", { resource: "jobs", namespace: null, rule: "{}" });
  found.note("warning", "newer-server", "v1.99 is newer");
  assert.deepEqual([...found.selected], ["team-a"]);
  const report = found.report();
  assert.equal(report.serverVersion, "v1.30");
  assert.equal(report.summary.unreadable, 2);
  assert.deepEqual(
    report.unreadable.map(({ source, list }) => [source, list?.resource]),
    [
      [null, undefined],
      [null, "jobs"],
    ],
  );
  assert.deepEqual(report.notes, [
    { severity: "warning", code: "newer-server", message: "v1.99 is newer", source: null },
  ]);
});

test("an input that changes while it is read is incomplete", () => {
  const found = auditOf({});
  const [file, first, second] = itemsOf(pod("a") + pod("b"));
  assert.ok(file !== undefined && first !== undefined && second !== undefined);
  for (const item of [file, first, second]) found.learn(item);
  for (const item of [file, first]) found.take(item);
  assert.equal(found.isEmpty, false);
  for (const report of [found.report(), found.report()]) {
    assert.equal(report.summary.unreadable, 1);
    assert.deepEqual(report.unreadable, [
      {
        message: "the input changed while it was read: it held 2 objects, and then 1 object; run this again",
        source: null,
        list: null,
      },
    ]);
  }
});

test("an input is incomplete where another object comes in place of the place that counts", () => {
  const found = auditOf({});
  const [file, first, again, other] = itemsOf(pod("a") + pod("a") + pod("b"));
  assert.ok(file !== undefined && first !== undefined && again !== undefined && other !== undefined);
  for (const item of [file, first, again]) found.learn(item);
  for (const item of [file, first, other]) found.take(item);
  assert.equal(found.isComplete("team-a"), false);
  assert.deepEqual(
    found.report().unreadable.map(({ message }) => message),
    ["the input changed while it was read: it held 2 objects, and then others; run this again"],
  );
});

test("a namespace is incomplete where judging an object fails, and others are not", () => {
  const found = auditOf({});
  const broken = itemsOf(pod("a")).flatMap((item) =>
    item.type === "workload" ? { ...item, pod: Object.create(null) } : [],
  );
  assert.equal(broken.length, 1);
  for (const item of broken) {
    found.learn(item);
    found.take(item);
  }
  assert.equal(found.report().unreadable.length, 1);
  assert.deepEqual([found.isComplete("team-a"), found.isComplete("team-b")], [false, true]);
});

test("an unreadable object of a cluster counts where it is asked about", () => {
  const bad = (where: string): string =>
    `---\napiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: ${where}}\nspec: {hostPID: 1}\n`;
  const text = namespace("team-a") + bad("team-a") + bad("team-b");
  for (const cluster of [CLUSTER, undefined]) {
    assert.equal(audit(text, { cluster, isSelected: (name) => name === "team-a" }).unreadable.length, 1);
    // Where it takes labels to tell, and there are none, it may be meant.
    const byLabels: AuditOptions["isSelected"] = (_, labels) => labels && labels["team"] === "x";
    assert.equal(audit(text, { cluster, isSelected: byLabels }).unreadable.length, 2);
  }
});

test("labels that are not known are noted once", () => {
  const scaledToZero = ["a", "b"].map((name) => controller("ReplicaSet", name, { owner: "Rollout/r", replicas: 0 }));
  const codes = (text: string): string[] => audit(text).notes.map(({ code }) => code);
  assert.deepEqual(codes(scaledToZero.join("")), []);
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

test("who manages the labels of a Namespace is known from whatever dump tells it", () => {
  const managed = `---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: team-a\n  managedFields: [{manager: argocd, fieldsV1: {"f:metadata": {"f:labels": {"f:pod-security.kubernetes.io/warn": {}}}}}]\n`;
  for (const text of [managed + namespace("team-a"), namespace("team-a") + managed]) {
    const found = auditOf({});
    for (const item of itemsOf(text)) found.learn(item);
    assert.deepEqual(found.namespaces[0]?.labelManagers, ["argocd"]);
  }
});
