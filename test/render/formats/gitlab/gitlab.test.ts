import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../../property.ts";
import { ACCEPTANCE } from "../../../fixtures/reports/acceptance.ts";
import { hashOf } from "../../../../src/render/formats/gitlab/fingerprint.ts";
import { renderGitlab } from "../../../../src/render/formats/gitlab/gitlab.ts";
import type { Report, ViolationReport } from "../../../../src/report/report.ts";
import { AUDIT, CLEAN_AUDIT, DUMP_AUDIT } from "../../../fixtures/reports/audit-report.ts";
import {
  CLEAN_REPORT,
  EMPTY_REPORT,
  namespaceOf,
  REPORT,
  REPORT_BY_LEVELS,
  reportOf,
  resultOf,
  violationOf,
  workloadOf,
} from "../../../fixtures/reports/report.ts";
import { assertGolden } from "../../../golden/golden.ts";
import { assertHarmless, clusterReports, lintReports } from "../../hostile-reports.ts";
import { PIPE, text } from "../../painted.ts";
import { readerOf } from "../json-schema.ts";

interface Entry {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number; readonly end: number } };
}

const read = readerOf<readonly Entry[]>("gitlab-code-quality.json");
const entriesOf = (report: Report) => read(text(renderGitlab(report, PIPE)));
const SOURCE = { file: "./a/web.yaml", line: 1 };

function lintOf(violations: ViolationReport[], source = SOURCE): Report {
  const results = [resultOf("template", null, "baseline", "latest", ["enforce"], violations)];
  const workload = workloadOf("Deployment", "apps/v1", "a", "web", source, results);
  return reportOf({ namespaces: [namespaceOf("a", { workloads: [workload] })], files: 1, objects: 1 });
}

function privileged(line: number, container = "web", parts: Partial<ViolationReport> = {}): ViolationReport {
  const path = `spec.containers[${container}]`;
  return {
    ...violationOf("privileged", "privileged", container, { path, stablePath: path, value: true, line }),
    ...parts,
  };
}

for (const [name, report] of [
  ["report", REPORT],
  ["audit", AUDIT],
] as const) {
  test(`GitLab's Code Quality: ${name}`, () => {
    assertGolden(`formats/gitlab/${name}.codequality`, text(renderGitlab(report, PIPE)));
  });
}

for (const [name, report] of Object.entries({ REPORT, REPORT_BY_LEVELS, AUDIT, DUMP_AUDIT })) {
  test(`${name} is valid, with an entry for each violation and each input with a fault`, () => {
    const entries = entriesOf(report);
    const { violations } = report.summary;
    assert.equal(entries.length - report.notes.length >= violations, true);
    assert.equal(new Set(entries.map(({ fingerprint }) => fingerprint)).size, entries.length);
  });
}

test("a report without a fault is an empty list", () => {
  for (const report of [CLEAN_REPORT, EMPTY_REPORT, CLEAN_AUDIT]) {
    assert.equal(text(renderGitlab({ ...report, notes: [], unreadable: [] }, PIPE)), "[]\n");
  }
});

test("a violation has its file without ./, its line and its severity", () => {
  const [entry] = entriesOf(lintOf([privileged(7)]));
  assert.deepEqual(entry?.location, { path: "a/web.yaml", lines: { begin: 7, end: 7 } });
  assert.equal(entry.severity, "critical");
  assert.equal(entry.check_name, "privileged");
  assert.match(
    entry.description,
    /^Deployment\/web in namespace "a" violates PodSecurity "baseline:latest": privileged /,
  );
});

test("a fingerprint does not change with moved lines and renamed files", () => {
  const fingerprints = (report: Report) => entriesOf(report).map(({ fingerprint }) => fingerprint);
  const before = fingerprints(lintOf([privileged(7), privileged(9, "sidecar")]));
  const after = fingerprints(lintOf([privileged(70), privileged(90, "sidecar")], { file: "b.yaml", line: 60 }));
  assert.deepEqual(after, before);
  assert.equal(new Set(before).size, 2);
});

test("an accepted violation is left out, and the others keep their fingerprints", () => {
  const twice = lintOf([privileged(7)]);
  const [namespace] = twice.namespaces;
  assert.ok(namespace !== undefined);
  const of = (...workloads: typeof namespace.workloads) => ({ ...twice, namespaces: [{ ...namespace, workloads }] });
  const [open] = namespace.workloads;
  const [accepted] = lintOf([privileged(7, "web", { accepted: ACCEPTANCE })]).namespaces[0]?.workloads ?? [];
  assert.ok(open !== undefined && accepted !== undefined);
  const [, second] = entriesOf(of(open, open));
  assert.deepEqual(entriesOf(of(accepted, open)), [second]);
});

test("an unreadable input is a blocker, also without a file", () => {
  const unreadable = [
    { message: "cut", source: { file: "b.yaml", document: 0, line: 3 }, list: null },
    { message: "pods: gone", source: null, list: { resource: "pods", namespace: null, rule: "" } },
  ];
  const entries = entriesOf({ ...EMPTY_REPORT, unreadable });
  assert.deepEqual(
    entries.map(({ severity, location }) => [severity, location.path, location.lines.begin]),
    [
      ["blocker", "b.yaml", 3],
      ["blocker", "kubectl-pss", 1],
    ],
  );
});

test("a report on any manifest is valid, and its fingerprints differ", () => {
  const hostile = fc.oneof(lintReports({ hasAccepted: true }), clusterReports("AuditReport", { hasAccepted: true }));
  fc.assert(
    fc.property(hostile, (report) => {
      const json = text(renderGitlab(report, PIPE));
      assertHarmless(json);
      const entries = JSON.parse(json) as readonly Entry[];
      assert.ok(JSON.stringify(entries).isWellFormed());
      assert.equal(new Set(entries.map(({ fingerprint }) => fingerprint)).size, entries.length);
    }),
    { numRuns: 200 },
  );
});

test("the hash is FNV-1a of 128 bits", () => {
  // The test vectors of the FNV reference for ASCII.
  assert.equal(hashOf(""), "6c62272e07bb014262b821756295c58d");
  assert.equal(hashOf("a"), "d228cb696f1a8caf78912b704e4a8964");
});
