import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../property.ts";
import { decodeReport } from "../../../src/report/document/read-document.ts";
import { readinessOf } from "../../../src/report/readiness.ts";
import type { NamespaceReport, Report, Result } from "../../../src/report/report.ts";
import { renderJson } from "../../../src/render/formats/json/json.ts";
import { AUDIT, DUMP_AUDIT } from "../../fixtures/reports/audit-report.ts";
import { ACCEPT_REPORT } from "../../fixtures/reports/accept-report.ts";
import { completed, REPORT, REPORT_BY_LEVELS } from "../../fixtures/reports/report.ts";
import { lintReports } from "../../render/hostile-reports.ts";
import { text } from "../../render/painted.ts";

type Json = Record<string, unknown>;

function partsOf(fields: Json) {
  const { namespaces } = fields;
  if (!Array.isArray(namespaces)) return { fields, namespaces: undefined };
  return {
    fields,
    namespaces: namespaces.map((one: Json) => {
      const workloads: unknown = one["workloads"];
      return { fields: one, workloads: Array.isArray(workloads) ? (workloads as unknown[]) : undefined };
    }),
  };
}

const READABLE = { kinds: ["LintReport", "AuditReport"], noun: "a report of lint or audit", hint: "Give a report." };

function decode(document: Json): NamespaceReport[] {
  const namespaces: NamespaceReport[] = [];
  for (const { namespace, workloads } of decodeReport(partsOf(document), "b.json", READABLE)) {
    namespaces.push({ ...namespace, workloads: Array.from(workloads, (workload) => completed(workload)) });
  }
  return namespaces;
}

function documentOf(report: Report): Json {
  return JSON.parse(text(renderJson(report)));
}

/** The same report for objects of a program, which have no lines. */
function withoutLines(report: Report): Report {
  const namespaces = report.namespaces.map((namespace) => ({
    ...namespace,
    workloads: namespace.workloads.map((workload) => ({
      ...workload,
      source: workload.source && { ...workload.source, line: 0 },
    })),
  }));
  return { ...report, namespaces };
}

/** The blocks of an earlier namespace are not read: they follow from the workloads, and a merge computes them again. */
const UNREAD = readinessOf({ workloads: [], exempt: false, complete: false });

function withoutAccepted(results: readonly Result[]): readonly Result[] {
  return results.map((result) => ({
    ...result,
    violations: result.violations.map((violation) => ({
      ...violation,
      accepted: null,
      fields: violation.fields.map(({ accepted: _accepted, ...field }) => field),
    })),
  }));
}

/** A report from a document prints the same document, without the blocks and without accepted violations. */
function assertReadBack(report: Report): void {
  const plain = {
    ...report,
    namespaces: report.namespaces.map((namespace) => ({
      ...namespace,
      ...UNREAD,
      readyFor: namespace.readyFor,
      readyForReason: namespace.readyForReason,
      workloads: namespace.workloads.map((workload) => ({
        ...workload,
        results: withoutAccepted(workload.results),
        otherResults: withoutAccepted(workload.otherResults),
      })),
    })),
  };
  assert.deepEqual(documentOf({ ...report, namespaces: decode(documentOf(report)) }), documentOf(plain));
}

test("a report without lines is read back unchanged", () => {
  assert.equal(JSON.stringify(documentOf(withoutLines(REPORT)).namespaces).includes('"line":0'), false);
  assertReadBack(withoutLines(REPORT));
});

for (const [name, report] of Object.entries({ REPORT, REPORT_BY_LEVELS, AUDIT, DUMP_AUDIT, ACCEPT_REPORT })) {
  test(`${name} is read back unchanged`, () => assertReadBack(report));
}

test("every report is read unchanged from its document", () => {
  fc.assert(fc.property(lintReports({ hasAccepted: true }), assertReadBack), { numRuns: 100 });
});

for (const rejection of [
  { message: "m", from: "condition" },
  { message: "m", from: "event", lastSeen: "2026-01-01T00:00:00Z" },
] as const) {
  test(`a finished workload and a rejection from ${rejection.from} are read back unchanged`, () => {
    const namespaces = AUDIT.namespaces.map((namespace) => ({
      ...namespace,
      workloads: namespace.workloads.map((workload) => ({ ...workload, finished: true, rejection })),
    }));
    assertReadBack({ ...AUDIT, namespaces });
  });
}

test("a report without these fields has no finished workload and no rejection", () => {
  const document = JSON.parse(JSON.stringify(documentOf(AUDIT)), (key, value) =>
    key === "finished" || key === "rejection" ? undefined : value,
  );
  const workloads = decode(document).flatMap((namespace) => namespace.workloads);
  assert.ok(workloads.length > 0);
  assert.ok(workloads.every(({ finished, rejection }) => !finished && rejection === null));
});

test("fields of a newer version are ignored", () => {
  const document = { ...documentOf(REPORT), added: 1 };
  assert.equal(decode(document).length, REPORT.namespaces.length);
});

const HINT = READABLE.hint;
const EXPECTED = "b.json is not a report of lint or audit: expected a LintReport or an AuditReport of kubectl-pss/v1";

for (const [name, document, message] of [
  ["another kind", { kind: "DryRunReport" }, `${EXPECTED}, found kind DryRunReport of kubectl-pss/v1`],
  ["another apiVersion", { apiVersion: "kubectl-pss/v2" }, `${EXPECTED}, found kind LintReport of kubectl-pss/v2`],
  ["no kind", { kind: undefined }, EXPECTED],
  ["no apiVersion", { apiVersion: 1 }, EXPECTED],
] as const) {
  test(`${name} is rejected`, () => {
    assert.throws(() => decode({ ...documentOf(REPORT), ...document }), { name: "UserError", message, hint: HINT });
  });
}

test("a value that is not an object is rejected", () => {
  assert.throws(() => [...decodeReport({ fields: [], namespaces: undefined }, "b.json", READABLE)], {
    message: EXPECTED,
  });
});

/** A field of the document, its wrong value, and the message. */
const FAULTS: readonly (readonly [path: readonly (string | number)[], value: unknown, message: string])[] = [
  [["namespaces"], undefined, "namespaces is missing"],
  [["namespaces"], "x", "namespaces: expected a list, found a string"],
  [["namespaces", 0], 7, "namespaces[0]: expected an object, found a number"],
  [["namespaces", 0, "name"], 7, "namespaces[0].name: expected a string, found a number"],
  [["namespaces", 0, "labelled"], "yes", "namespaces[0].labelled: expected true or false, found a string"],
  [["namespaces", 0, "labelErrors"], [1], "namespaces[0].labelErrors: expected a list of strings, found a list"],
  [["namespaces", 0, "policy", "warn"], undefined, "namespaces[0].policy.warn is missing"],
  [
    ["namespaces", 0, "policy", "warn", "from"],
    "nowhere",
    "namespaces[0].policy.warn.from: expected one of label, configuration, builtin, implied, found a string",
  ],
  [["namespaces", 0, "workloads"], undefined, "namespaces[0].workloads is missing"],
  [["namespaces", 0, "workloads"], {}, "namespaces[0].workloads: expected a list, found an object"],
  [["namespaces", 0, "workloads", 1], null, "namespaces[0].workloads[1]: expected an object, found null"],
  [["namespaces", 0, "workloads", 0, "stableName"], undefined, "namespaces[0].workloads[0].stableName is missing"],
  [
    ["namespaces", 0, "workloads", 0, "pods"],
    "1",
    "namespaces[0].workloads[0].pods: expected a number, found a string",
  ],
  [
    ["namespaces", 0, "workloads", 0, "results"],
    1,
    "namespaces[0].workloads[0].results: expected a list, found a number",
  ],
  [
    ["namespaces", 0, "workloads", 0, "results", 0, "modes"],
    ["enforce", "shout"],
    "namespaces[0].workloads[0].results[0].modes: expected some of enforce, audit, warn, found a list",
  ],
  [
    ["namespaces", 0, "workloads", 0, "results", 0, "violations", 0, "fields", 0, "stablePath"],
    undefined,
    "namespaces[0].workloads[0].results[0].violations[0].fields[0].stablePath is missing",
  ],
  [
    ["namespaces", 0, "workloads", 0, "results", 0, "violations", 0, "check"],
    { a: "x".repeat(50) },
    `namespaces[0].workloads[0].results[0].violations[0].check: expected a string, found an object`,
  ],
];

for (const [path, value, message] of FAULTS) {
  test(`a report in which ${message}`, () => {
    const document = documentOf(REPORT);
    let parent: Json = document;
    for (const step of path.slice(0, -1)) parent = parent[step] as Json;
    parent[path.at(-1) ?? ""] = value;
    assert.throws(() => decode(document), {
      name: "UserError",
      message: `b.json: ${message}`,
      hint: "It was edited, or written by another version of kubectl pss. Use that version, or write the file again with this one.",
    });
  });
}
