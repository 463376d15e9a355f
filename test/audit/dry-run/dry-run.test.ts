import assert from "node:assert/strict";
import { test } from "node:test";
import { sizeOfInventory } from "../../../src/audit/workload/report-size.ts";
import { NO_EXEMPTIONS } from "../../../src/admission/exemptions.ts";
import type { PolicyChange } from "../../../src/audit/dry-run/change.ts";
import { DryRun } from "../../../src/audit/dry-run/dry-run.ts";
import type { DistinctViolation, WorkloadReport } from "../../../src/report/report.ts";
import { ADMISSION, controller, dryRun, inventoryOf, namespace, namespaceOf, pod, workloadOf } from "../clusters.ts";
import { itemsOf } from "../items.ts";

const RESTRICT: PolicyChange = { enforce: { type: "set", level: "restricted", version: undefined } };

test("a dry run has the API server's answer, and marks new violations", () => {
  const report = dryRun(
    namespace("team-a", { enforce: "baseline" }) +
      controller("Deployment", "idle", { replicas: 0 }) +
      pod("web-1-b", "", "ReplicaSet/web-1") +
      pod("web-1-a", "  hostPID: true\n", "ReplicaSet/web-1"),
    RESTRICT,
  );
  assert.equal(report.kind, "DryRunReport");
  const { change, policy } = namespaceOf(report);
  assert.deepEqual(change?.labels, { "pod-security.kubernetes.io/enforce": "restricted" });
  assert.equal(change.from?.enforce.level, "baseline");
  assert.equal(policy?.enforce.level, "restricted");
  assert.deepEqual(change.to, policy);
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

test("a change that the API server rejects changes nothing", () => {
  const labels = { audit: "strict", warn: "loud" };
  const changes: PolicyChange = { warn: { type: "set", level: "baseline", version: undefined } };
  const report = dryRun(namespace("team-a", labels) + pod("p"), changes);
  const { change, policy } = namespaceOf(report);
  assert.match(
    change?.denied ?? "",
    /^Namespace "team-a" is invalid: metadata\.labels\[pod-security\.kubernetes\.io\/audit\]/,
  );
  assert.deepEqual(policy, change?.from);
  assert.equal(report.summary.failing, 1);
});

test("the user of a dry run makes only bare pods", () => {
  const exemptions = { ...NO_EXEMPTIONS, usernames: ["root"] };
  const admission = { ...ADMISSION, exemptions };
  const report = dryRun(namespace("team-a") + pod("bare") + pod("owned", "", "StatefulSet/db"), RESTRICT, {
    admission,
    user: "root",
  });
  assert.deepEqual(workloadOf(report, "bare").exempt, { by: "user", value: "root" });
  assert.deepEqual(workloadOf(report, "db").results[0]?.newIn, ["enforce", "warn"]);
  const template = dryRun(namespace("team-a") + controller("Deployment", "web"), RESTRICT, {
    admission,
    user: "root",
  });
  assert.deepEqual(workloadOf(template, "web").exempt, { by: "user", value: "root" });
});

const WARN_RESTRICTED: PolicyChange = { warn: { type: "set", level: "restricted", version: undefined } };

/** The sentences and violations of the new part of a workload. */
function newPartOf(workload: WorkloadReport) {
  assert.ok(workload.newPart);
  const { results, violations } = workload.newPart;
  return { sentences: results.flatMap(({ sentences }) => sentences.map(({ text }) => text)), results, violations };
}

test("a pod that was rejected before has the sentence about a new warning", () => {
  const labels = { enforce: "baseline", audit: "privileged", warn: "privileged" };
  const workload = workloadOf(
    dryRun(namespace("team-a", labels) + pod("p", "  hostPID: true\n"), WARN_RESTRICTED),
    "p",
  );
  const { sentences, results, violations } = newPartOf(workload);
  assert.deepEqual(
    sentences.map((text) => text.replace(/: host.*/, "")),
    ['Warning: would violate PodSecurity "restricted:latest"'],
  );
  assert.deepEqual(
    results.map(({ level, modes }) => [level, modes]),
    [
      ["privileged", ["audit"]],
      ["restricted", ["warn"]],
    ],
  );
  // HostPID violates enforce as before, and warn is a new violation.
  const found = (list: readonly DistinctViolation[]): unknown =>
    list.filter(({ check }) => check === "hostNamespaces").map(({ modes, levels }) => [modes, levels]);
  assert.deepEqual(found(violations), [[["warn"], ["restricted:latest"]]]);
  assert.deepEqual(found(workload.violations), [
    [
      ["enforce", "warn"],
      ["baseline:latest", "restricted:latest"],
    ],
  ]);
});

const BAD = "  securityContext: {seLinuxOptions: {user: root}}\n";

test("a new violation of pods has the pod's fields, although the template violates the same as before", () => {
  const labels = { enforce: "privileged", audit: "privileged", warn: "baseline" };
  const report = dryRun(
    namespace("team-a", labels) +
      controller("ReplicaSet", "web", { spec: `    ${BAD}` }) +
      pod("web-1", "", "ReplicaSet/web") +
      pod("web-2", BAD, "ReplicaSet/web"),
    WARN_RESTRICTED,
  );
  const workload = workloadOf(report, "web");
  const ofTemplate = workload.results.find(({ subject, level }) => subject === "template" && level === "restricted");
  assert.deepEqual([ofTemplate?.allowed, ofTemplate?.newIn], [false, []]);
  const { results, violations, sentences } = newPartOf(workload);
  assert.deepEqual(
    results.filter(({ allowed }) => !allowed).map(({ subject, pod: name, modes }) => [subject, name, modes]),
    [["pods", "web-1", ["warn"]]],
  );
  assert.equal(sentences.length, 1);
  const paths = violations.flatMap(({ fields }) => fields.map(({ path }) => path));
  assert.ok(paths.length > 0 && paths.every((path) => path.startsWith("spec.containers[0]")), paths.join(" "));
  const lines = new Set(violations.map(({ line }) => line));
  assert.ok(
    [...lines].every((line) => line > (workload.source?.line ?? Infinity) + 10),
    [...lines].join(" "),
  );
});

test("two reports of a dry run are equal and independent", () => {
  const consumer = new DryRun(
    {
      admission: ADMISSION,
      failOn: "enforce",
      identify: true,
      changes: RESTRICT,
      user: undefined,
      scope: { includes: () => true },
    },
    sizeOfInventory(),
  );
  const inventory = inventoryOf({}, [consumer]);
  const dump = namespace("team-a") + controller("Deployment", "web") + pod("p");
  inventory.readFiles(() => itemsOf(dump));
  const first = consumer.report(inventory);
  const copy = structuredClone(first);
  const second = consumer.report(inventory);
  assert.deepEqual(second, first);
  assert.deepEqual(first, copy);
  assert.notEqual(workloadOf(second, "web").newPart?.results[0], workloadOf(first, "web").newPart?.results[0]);
});

test("a workload that is rejected now and admitted by the new labels is marked", () => {
  const relax: PolicyChange = { enforce: { type: "set", level: "baseline", version: undefined } };
  const restricted = namespace("team-a", { enforce: "restricted" });
  const admitted = (yaml: string, changes = relax) =>
    Object.fromEntries(
      namespaceOf(dryRun(yaml, changes)).workloads.map(({ name, noLongerRejected }) => [name, noLongerRejected]),
    );
  assert.deepEqual(admitted(restricted + controller("StatefulSet", "erp") + pod("bare")), { erp: true, bare: true });
  // Still rejected; never rejected; already rejected by other labels.
  assert.deepEqual(admitted(restricted + pod("host", "  hostPID: true\n")), { host: false });
  assert.deepEqual(admitted(namespace("team-a") + controller("StatefulSet", "erp")), { erp: false });
  assert.deepEqual(admitted(restricted + controller("StatefulSet", "erp"), RESTRICT), { erp: false });
  // A PodTemplate makes no pods, and unknown labels are not compared.
  const spare =
    "---\napiVersion: v1\nkind: PodTemplate\nmetadata: {name: spare, namespace: team-a}\n" +
    "template: {spec: {containers: [{name: c, image: i}]}}\n";
  assert.deepEqual(admitted(restricted + spare), { spare: false });
  assert.deepEqual(admitted(controller("StatefulSet", "erp")), { erp: false });
});
