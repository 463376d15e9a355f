import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { lint } from "../../src/audit/lint.ts";
import { ADMISSION, audit, dryRun, namespace, namespaceOf, pod, workloadOf } from "./clusters.ts";
import { OPTIONS, itemsOf } from "./items.ts";

const ENFORCED = namespace("team-a", { enforce: "restricted" });

/** A Job in namespace team-a, with a condition, and maybe an owner. */
function job(name: string, condition: string, owner = ""): string {
  const [kind = "", ownerName = ""] = owner.split("/");
  const owners =
    owner === ""
      ? ""
      : `, ownerReferences: [{apiVersion: batch/v1, kind: ${kind}, name: ${ownerName}, uid: u, controller: true}]`;
  return (
    `---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: ${name}, namespace: team-a${owners}}\n` +
    "spec: {suspend: false, template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}\n" +
    `status: {conditions: [{type: ${condition}, status: "True"}]}\n`
  );
}

function cronJob(name: string): string {
  return (
    `---\napiVersion: batch/v1\nkind: CronJob\nmetadata: {name: ${name}, namespace: team-a}\n` +
    "spec: {suspend: true, jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: i}]}}}}}\n"
  );
}

/** A pod with or without a Job as its owner. */
function podIn(phase: string, name: string, owner = ""): string {
  return `${pod(name, "", owner).replace("apps/v1", "batch/v1")}status: {phase: ${phase}}\n`;
}

describe("a workload that makes no more pods", () => {
  for (const [name, dump] of [
    ["a Job that is Complete", job("it", "Complete")],
    ["a Job that is Failed, with its pods", job("it", "Failed") + podIn("Failed", "it-1", "Job/it")],
    ["a Pod that has Succeeded", podIn("Succeeded", "it")],
    ["a Pod that has Failed", podIn("Failed", "it")],
    ["an ended pod of a Job that was not read", podIn("Succeeded", "it-1", "Job/it")],
  ] as const) {
    it(`${name} is in the report, and not judged`, () => {
      const report = audit(ENFORCED + dump);
      const { finished, pods, results, violations, exempt } = workloadOf(report, "it");
      assert.deepEqual([finished, pods, results, violations, exempt], [true, 0, [], [], null]);
      assert.deepEqual([report.summary.workloads, report.summary.pods, report.summary.failing], [1, 0, 0]);
      assert.deepEqual([namespaceOf(report).readyFor, namespaceOf(report).readyForReason], [null, "empty"]);
    });
  }
});

describe("a workload that makes pods, or has a running one", () => {
  for (const [name, dump, pods, subjects] of [
    ["a suspended Job", job("it", "Suspended"), 0, ["template"]],
    ["a running pod of a finished Job", job("it", "Complete") + podIn("Running", "it-1", "Job/it"), 1, ["pods"]],
    [
      "a Job with a pod that failed",
      job("it", "Suspended") + podIn("Failed", "it-1", "Job/it") + podIn("Running", "it-2", "Job/it"),
      1,
      ["template", "pods"],
    ],
    ["a suspended CronJob with a finished Job", cronJob("it") + job("it-1", "Complete", "CronJob/it"), 0, ["template"]],
    ["a finished Job of a CronJob that was not read", job("it-1", "Complete", "CronJob/it"), 0, ["template"]],
    ["a pod without a phase", podIn('""', "it"), 1, ["pods"]],
  ] as const) {
    it(`${name} is judged`, () => {
      const report = audit(ENFORCED + dump);
      const workload = workloadOf(report, "it");
      assert.equal(report.summary.workloads, 1);
      assert.deepEqual([workload.finished, workload.pods], [false, pods]);
      assert.deepEqual(
        workload.results.filter(({ modes }) => modes.includes("enforce")).map(({ subject }) => subject),
        subjects,
      );
      assert.equal(namespaceOf(report).readyFor, "baseline");
    });
  }

  it("a finished Job of a custom resource is finished", () => {
    const dump =
      ENFORCED +
      job("it-1", "Complete", "Backup/it").replace(
        "apiVersion: batch/v1, kind: Backup",
        "apiVersion: example.com/v1, kind: Backup",
      );
    assert.equal(workloadOf(audit(dump), "it").finished, true);
  });
});

test("a running pod comes before an ended one", () => {
  const dump = ENFORCED + podIn("Failed", "it-0", "Job/it") + podIn("Running", "it-1", "Job/it");
  const { source, results } = workloadOf(audit(dump), "it");
  assert.deepEqual([source?.document, results[0]?.pod, results[0]?.pods], [2, "it-1", 1]);
});

test("a static pod that has ended is static", () => {
  const mirror = podIn("Failed", "it").replace(
    "  namespace: team-a",
    "  namespace: team-a\n  annotations: {kubernetes.io/config.mirror: x}",
  );
  const { finished, static: isStatic } = workloadOf(audit(ENFORCED + mirror), "it");
  assert.deepEqual([finished, isStatic], [true, true]);
});

test("lint judges finished objects as if they were created now", () => {
  const report = lint(() => itemsOf(ENFORCED + job("it", "Complete") + podIn("Succeeded", "alone")), OPTIONS);
  assert.deepEqual(
    report.namespaces.flatMap(({ workloads }) =>
      workloads.map(({ finished, violations }) => [finished, violations.length]),
    ),
    [
      [false, 4],
      [false, 4],
    ],
  );
});

test("a dry run warns about ended pods like the API server, and they are not rejected", () => {
  const dump =
    namespace("team-a", { enforce: "baseline" }) +
    job("done", "Complete") +
    podIn("Succeeded", "done-1", "Job/done") +
    podIn("Failed", "alone");
  const report = dryRun(dump, { enforce: { type: "set", level: "restricted", version: undefined } });
  const { change, workloads } = namespaceOf(report);
  assert.deepEqual(change?.serverWarnings, [
    'existing pods in namespace "team-a" violate the new PodSecurity enforce level "restricted:latest"',
    "alone (and 1 other pod): allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile",
  ]);
  assert.deepEqual(
    workloads.map(({ name, finished, pods, newPart }) => [name, finished, pods, newPart?.violations]),
    [
      ["done", true, 0, []],
      ["alone", true, 0, []],
    ],
  );
  assert.equal(report.summary.failing, 0);
});

test("an ended pod does not count as an exempt workload with violations", () => {
  const admission = { ...ADMISSION, exemptions: { ...ADMISSION.exemptions, namespaces: ["team-a"] } };
  const privileged = (phase: string): string => podIn(phase, "it").replace("status:", "  hostPID: true\nstatus:");
  const codesOf = (phase: string): string[] =>
    namespaceOf(audit(namespace("team-a") + privileged(phase), { admission })).findings.map(({ code }) => code);
  assert.ok(codesOf("Running").includes("exempt-violations"));
  assert.deepEqual(codesOf("Failed"), []);
});

test("two places of an object that differ in their end have other contents", () => {
  const codesOf = (...phases: readonly string[]): string[] =>
    audit(ENFORCED + phases.map((phase) => podIn(phase, "it")).join("")).notes.map(({ code }) => code);
  assert.deepEqual(codesOf("Running", "Succeeded"), ["repeated-object", "duplicate-object"]);
  assert.deepEqual(codesOf("Failed", "Succeeded"), ["repeated-object"]);
});
