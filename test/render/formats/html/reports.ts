import * as fc from "../../../property.ts";
import { acceptedOf } from "../../../fixtures/reports/acceptance.ts";
import type { NamespaceReport, Report, ViolationReport, WorkloadReport } from "../../../../src/report/report.ts";
import { CHECKS } from "../../../../src/policy/checks.ts";
import { clusterReport, finding, pods, template, workload } from "../../../fixtures/reports/cluster-workloads.ts";
import {
  namespaceOf,
  part,
  reportOf,
  REPORT,
  resultOf,
  violationOf,
  workloadOf,
} from "../../../fixtures/reports/report.ts";

/** Texts that would break a page or mislead its reader as markup. */
const NASTY = [
  "<script>globalThis.ran = 1</script>",
  "</script><script>globalThis.ran = 1</script>",
  "<img src=x onerror='globalThis.ran = 1'>",
  '"><svg onload="globalThis.ran = 1">',
  "' autofocus onfocus='globalThis.ran = 1",
  "<!--",
  "-->",
  "<!--<script>",
  "]]>",
  "</noscript>",
  "</title>",
  "<b>",
  "&lt;",
  "&amp;",
  "&#60;",
  "%0A",
  "${globalThis.ran = 1}",
  "javascript:globalThis.ran=1",
  "`",
  "\n",
  "\r\n",
  "\r",
  "\t",
  "\u0000",
  "\u001b[31m",
  "\u0085",
  "\u009b2J",
  "\u007f",
  "\u00a0",
  "\u00ad",
  "\u200b",
  "\u200d",
  "\u202e",
  "\u2066",
  "\u2028",
  "\u2029",
  "\ufeff",
  "\ufffe",
  "\ud800",
  "\udfff",
  "\u{e0041}",
  "😀",
  "👨‍👩‍👧",
  "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  "שלום",
  "日本",
  "e\u0301",
  "__proto__",
  "constructor",
  '"',
  "'",
  "\\",
  "  ",
  "web",
];
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...NASTY), { maxLength: 4 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 4 }).map((units) => String.fromCharCode(...units)),
);

const violation = fc
  .record({
    check: fc.constantFrom("privileged", "sysctls", "runAsUser"),
    reason: hostile,
    detail: hostile,
    path: hostile,
    value: fc.oneof(
      hostile,
      fc.bigInt(),
      fc.jsonValue().map((json): unknown => json),
    ),
    line: fc.integer({ min: 1, max: 99 }),
  })
  .map(({ check, reason, detail, ...field }) => violationOf(check, reason, detail, field));
const violations = fc.uniqueArray(violation, { minLength: 1, maxLength: 2, selector: ({ check }) => check });
const manifest = fc
  .record({ name: hostile, file: hostile, found: violations, exempt: fc.option(hostile) })
  .map(({ name, file, found, exempt }) => ({
    ...workloadOf("Pod", "v1", "a", name, { file, line: 3 }, [
      resultOf("pods", name, "baseline", "latest", ["enforce"], found),
    ]),
    ...(exempt !== null && { exempt: { by: "user" as const, value: exempt } }),
  }));
const namespaces = fc.uniqueArray(
  fc
    .record({ name: hostile, workloads: fc.array(manifest, { minLength: 1, maxLength: 2 }), message: hostile })
    .map(({ name, workloads, message }) => namespaceOf(name, { labelErrors: [{ label: "", message }], workloads })),
  { minLength: 1, maxLength: 2, selector: ({ name }) => name },
);

/** A lint of manifests whose every name, value and message is hostile. */
export const hostileReport: fc.Arbitrary<Report> = fc
  .record({ all: namespaces, file: hostile, message: hostile })
  .map(({ all, file, message }) =>
    reportOf({
      namespaces: all,
      files: 1,
      objects: 1,
      notes: [{ severity: "warning", code: "unknown-field", message, source: { file, document: 0, line: 7 } }],
      unreadable: [{ message, source: { file, document: 0, line: 9 }, list: null }],
    }),
  );

/** A dry run in which the API server's answers, the labels and the cluster's own name are hostile. */
export const hostileDryRun: fc.Arbitrary<Report> = fc
  .record({
    name: hostile,
    warnings: fc.array(hostile, { minLength: 1, maxLength: 2 }),
    label: hostile,
    context: hostile,
    server: hostile,
    found: violations,
  })
  .map(({ name, warnings, label, context, server, found }) => {
    const before = {
      enforce: part("baseline", "label"),
      audit: part("baseline", "label"),
      warn: part("baseline", "label"),
    };
    const after = { ...before, enforce: part("restricted", "label") };
    const change = { from: before, to: after, labels: { [label]: label }, serverWarnings: warnings, denied: null };
    const workloads = [
      workload("Deployment", "apps/v1", name, name, 2, {}, [
        template("restricted", ["enforce"], found, "latest", ["enforce"]),
      ]),
    ];
    const report = clusterReport("DryRunReport", [namespaceOf(name, { policy: after, change, workloads })]);
    return { ...report, source: { type: "cluster", context, server } };
  });

/** The shared report with accepted privileged containers. */
export const ACCEPT_REPORT: Report = {
  ...reportOf({
    namespaces: REPORT.namespaces.map((namespace) => ({
      ...namespace,
      workloads: namespace.workloads.map(acceptPrivileged),
    })),
    files: 9,
    objects: 14,
    accepts: true,
  }),
};

function acceptPrivileged(one: WorkloadReport): WorkloadReport {
  const accept = (found: ViolationReport): ViolationReport =>
    found.check === "privileged" ? acceptedOf(found) : found;
  return { ...one, results: one.results.map((result) => ({ ...result, violations: result.violations.map(accept) })) };
}

/** An audit of many namespaces, each with many workloads that violate two checks each. */
export function largeAudit(size: { readonly namespaces: number; readonly workloads: number }): Report {
  return clusterReport(
    "AuditReport",
    Array.from({ length: size.namespaces }, (_, index) => largeNamespace(index, size.workloads)),
  );
}

function largeNamespace(index: number, workloads: number): NamespaceReport {
  const name = `team-${index}`;
  return namespaceOf(name, {
    labelled: true,
    readyFor: index % 3 === 0 ? "privileged" : "baseline",
    findings: [finding("warning", "audit-not-stricter", "audit is not stricter than enforce")],
    workloads: Array.from({ length: workloads }, (_, number) => {
      const found = [0, 7].map((step) => largeViolation(index, number, index + number + step));
      return workload("Deployment", "apps/v1", name, `app-${number}`, 3, { replicas: 3 }, [
        template("restricted", ["audit", "warn"], found),
        pods(`app-${number}-5d9c8-7k2lp`, 3, "restricted", ["audit", "warn"], found),
      ]);
    }),
  });
}

function largeViolation(namespace: number, workload: number, check: number): ViolationReport {
  const { id = "", title = "", restrictedFields = [] } = CHECKS[check % CHECKS.length] ?? {};
  const container = `container-${namespace}-${workload}`;
  const path = restrictedFields[0] ?? "";
  return violationOf(id, title, `container "${container}" must not set ${path}`, {
    path,
    value: true,
    line: 0,
    column: 0,
  });
}
