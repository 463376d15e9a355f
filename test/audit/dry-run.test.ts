import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_EXEMPTIONS } from "../../src/admission/exemptions.ts";
import type { PolicyChange } from "../../src/audit/change.ts";
import { ADMISSION, controller, dryRun, namespace, namespaceOf, pod, workloadOf } from "./clusters.ts";

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

test("the user of a dry run makes bare pods and no others", () => {
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
