import assert from "node:assert/strict";
import { test } from "node:test";
import { renderNames } from "../../../../src/render/formats/name/name.ts";
import { AUDIT } from "../../../fixtures/reports/audit-report.ts";
import { ACCEPT_REPORT } from "../../../fixtures/reports/accept-report.ts";
import { DRY_RUN } from "../../../fixtures/reports/dry-run-report.ts";
import { assertGolden } from "../../../golden/golden.ts";
import {
  CLEAN_REPORT,
  completedReport,
  namespaceOf,
  REPORT,
  reportOf,
  resultOf,
  violationOf,
  workloadOf,
} from "../../../fixtures/reports/report.ts";
import { text } from "../../painted.ts";

test("the workloads that violate", () => assertGolden("formats/name/report.txt", text(renderNames(REPORT))));

test("the workloads that violate in a cluster", () => assertGolden("formats/name/audit.txt", text(renderNames(AUDIT))));

test("in a dry run, the workloads with new violations", () => {
  assertGolden("formats/name/dry-run.txt", text(renderNames(DRY_RUN)));
  const namespaces = DRY_RUN.namespaces.map((namespace) => ({
    ...namespace,
    workloads: namespace.workloads.map((one) => ({
      ...one,
      results: one.results.map((result) => ({ ...result, newIn: [] })),
    })),
  }));
  assert.equal(text(renderNames(completedReport({ ...DRY_RUN, namespaces }))), "");
});

test("an accepted violation is not listed", () => {
  assert.equal(text(renderNames(ACCEPT_REPORT)), "deployment.apps/partly\n");
});

test("no workload in a clean run", () => assert.equal(text(renderNames(CLEAN_REPORT)), ""));

/** The output of kubectl v1.32 with `-o name`. Objects with generateName are an exception: kubectl prints no name for them. */
const NAMES: readonly (readonly [kind: string, apiVersion: string, name: string, expected: string])[] = [
  ["Pod", "v1", "web", "pod/web"],
  ["ReplicationController", "v1", "web", "replicationcontroller/web"],
  ["PodTemplate", "v1", "web", "podtemplate/web"],
  ["Deployment", "apps/v1", "web", "deployment.apps/web"],
  ["Deployment", "extensions/v1beta1", "web", "deployment.extensions/web"],
  ["CronJob", "batch/v1", "web", "cronjob.batch/web"],
  ["Job", "batch/v1", "migrate-*", "job.batch/migrate-*"],
  ["Pod", "v1", "", "pod/<unknown>"],
];

for (const [kind, apiVersion, name, expected] of NAMES) {
  test(`${apiVersion} ${kind} "${name}" is ${expected}`, () => {
    const result = resultOf("pods", name, "baseline", "latest", ["warn"], [violationOf("sysctls", "r", "d")]);
    const workload = workloadOf(kind, apiVersion, "a", name, { file: "a.yaml", line: 1 }, [result]);
    const namespaces = [namespaceOf("a", { workloads: [workload] }), namespaceOf("b", { workloads: [workload] })];
    assert.equal(text(renderNames(reportOf({ namespaces, files: 1, objects: 1 }))), `${expected}\n${expected}\n`);
  });
}
