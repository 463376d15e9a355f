/** Reports whose names, files, values and messages contain texts that break formats. */
import { acceptedOf } from "../fixtures/reports/acceptance.ts";
import { ACCEPTED_BY, type Acceptance } from "../../src/report/acceptance.ts";
import type { Level } from "../../src/api/level.ts";
import assert from "node:assert/strict";
import * as fc from "../property.ts";
import type { Report, Result, ViolationReport, WorkloadReport } from "../../src/report/report.ts";
import { clusterReport, finding, pods, template, workload } from "../fixtures/reports/cluster-workloads.ts";
import { commandsOf } from "../ci-runners.ts";
import { namespaceOf, part, reportOf, resultOf, violationOf, workloadOf } from "../fixtures/reports/report.ts";

/** Characters that are not allowed within a line: control and format characters, lone surrogates, line separators. */
export const RAW = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Asserts that output is safe for a terminal, and contains no command for a CI runner. */
export function assertHarmless(output: string): void {
  assert.doesNotMatch(output.replaceAll("\n", ""), RAW);
  assert.deepEqual(commandsOf(output), []);
}

/** Texts that some format would interpret, then misleading Unicode, then harmless texts. */
const NASTY = [
  ...['"', "'", "\\", "\n", "\r\n", "\r", "\t", "\u0000", "\u001b[31m", "\u001b]0;title\u0007", "\u009b2J", "\u007f"],
  ...[
    "<",
    "&",
    "<script>alert(1)</script>",
    "</details>",
    "<!--",
    "-->",
    "]]>",
    "<![CDATA[",
    "&lt;",
    "&#64;",
    "&quot;",
  ],
  ...[
    "%",
    "%0A",
    "%25",
    "%3A",
    "::",
    "::error::x",
    "::error file=a,line=1::x",
    "##[error]x",
    "##vso[task.complete result=Failed;]x",
    "##teamcity[buildStop comment='x']",
    "##",
    "#\u0488#\u0640[error]x",
    "\n::set-output name=a::x",
    ",",
    ";",
    "=",
    "./",
    "../",
  ],
  ...["|", "\\|", "`", "``", "```", "~~~", "*", "**", "_", "~~", "[a](http://a.b)", "![a](b)", "# ", "> ", "1. ", "- "],
  ...[
    "@user",
    "#1",
    "GH-1",
    "https://a.example/b",
    "www.a.example",
    "a@b.example",
    ":tada:",
    "$a$",
    "0123456789abcdef0123",
  ],
  ...[
    "no",
    "null",
    "0x1f",
    ": ",
    " #",
    "---",
    "{}",
    "[",
    "*a",
    "&a",
    "!t",
    "~",
    "<<",
    "__proto__",
    "constructor",
    "?",
    "@",
  ],
  ...[
    "\u0085",
    "\u00a0",
    "\u00ad",
    "\u200b",
    "\u200e",
    "\u202e",
    "\u2066",
    "\u2028",
    "\ufeff",
    "\ufffe",
    "\ud800",
    "\udfff",
  ],
  ...[
    "\u{e0041}",
    "😀",
    "👨‍👩‍👧",
    "日本",
    "e\u0301",
    "\u0301",
    "שלום",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "/",
    "a",
    "web",
    " ",
  ],
];

/** A text of a manifest. */
const hostile = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...NASTY), { maxLength: 6 }).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  // Lone surrogates, which fast-check's own strings do not contain.
  {
    weight: 1,
    arbitrary: fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 5 })
      .map((units) => String.fromCharCode(...units)),
  },
);
const line = fc.integer({ min: 1, max: 100_000 });

interface Setting {
  /** Whether some of the violations are accepted. */
  readonly hasAccepted: boolean;
}

/** Acceptances with hostile words. */
const acceptance: fc.Arbitrary<Acceptance> = fc.record({
  reason: hostile,
  until: fc.constantFrom(null, "2027-01-31"),
  by: fc.constantFrom(...ACCEPTED_BY),
  file: hostile,
  line,
});

function violations({ hasAccepted }: Setting, isPlaced: boolean): fc.Arbitrary<ViolationReport[]> {
  const violation = fc
    .record({
      check: fc.constantFrom("privileged", "hostProbesAndHostLifecycle", "sysctls"),
      reason: hostile,
      detail: hostile,
      path: hostile,
      stablePath: hostile,
      value: fc.oneof(fc.jsonValue({ stringUnit: "binary" }), hostile, fc.bigInt()) as fc.Arbitrary<unknown>,
      line: isPlaced ? line : fc.constant(0),
      accepted: hasAccepted ? fc.option(acceptance) : fc.constant(null),
    })
    .map(({ check, reason, detail, accepted, ...field }) => {
      const found = violationOf(check, reason, detail, isPlaced ? field : { ...field, column: 0 });
      return accepted === null ? found : acceptedOf(found, accepted);
    });
  return fc.uniqueArray(violation, { maxLength: 2, selector: ({ check }) => check });
}

/** Reports of a lint. */
export function lintReports(setting: Setting = { hasAccepted: false }): fc.Arbitrary<Report> {
  const found = violations(setting, true);
  const results = fc.record({ pod: hostile, enforce: found, rest: found });
  const workloads = fc
    .record({
      kind: fc.constantFrom("Pod", "CronJob"),
      name: hostile,
      file: hostile,
      line,
      results,
      exempt: fc.option(hostile),
    })
    .map(({ kind, name, file, line: at, results: { pod, enforce, rest }, exempt }): WorkloadReport => {
      const judge = (level: Level, modes: Result["modes"], all: readonly ViolationReport[]): Result =>
        resultOf(kind === "Pod" ? "pods" : "template", kind === "Pod" ? pod : null, level, "latest", modes, all);
      // Restricted forbids everything that baseline forbids.
      const stricter = rest.filter((one) => enforce.every((other) => other.check !== one.check));
      const judged = [
        judge("baseline", ["enforce"], enforce),
        judge("restricted", ["audit", "warn"], [...enforce, ...stricter]),
      ];
      return {
        ...workloadOf(kind, kind === "Pod" ? "v1" : "batch/v1", "a", name, { file, line: at }, judged),
        exempt: exempt === null ? null : { by: "user", value: exempt },
      };
    });
  const namespaces = fc
    .record({
      name: hostile,
      labelErrors: fc.array(fc.record({ label: fc.constant("x"), message: hostile }), { maxLength: 1 }),
      workloads: fc.array(workloads, { maxLength: 3 }),
      assumedPolicy: fc.boolean(),
      labelsKnown: fc.boolean(),
    })
    .map(({ name, workloads: all, ...parts }) =>
      namespaceOf(name, { ...parts, workloads: all.map((one) => ({ ...one, namespace: name })) }),
    );
  const source = fc.record({ file: hostile, document: line, line });
  return fc
    .record({
      namespaces: fc.array(namespaces, { maxLength: 3 }),
      notes: fc.array(
        fc.record({
          severity: fc.constantFrom("error", "warning", "info"),
          code: fc.constantFrom("unknown-field", "not-an-object"),
          message: hostile,
          source,
        }),
        { maxLength: 4 },
      ),
      unreadable: fc.array(fc.record({ message: hostile, source, list: fc.constant(null) }), { maxLength: 3 }),
    })
    .map((parts) => reportOf({ ...parts, files: 3, objects: 7, accepts: setting.hasAccepted }));
}

/** Reports of a cluster's audit or dry run. */
export function clusterReports(
  kind: "AuditReport" | "DryRunReport",
  setting: Setting = { hasAccepted: false },
): fc.Arbitrary<Report> {
  const modes = fc.constantFrom(["enforce"] as const, ["audit", "warn"] as const, ["warn"] as const, [] as const);
  const results = fc
    .record({ pod: fc.option(hostile), modes, found: violations(setting, false), isNew: fc.boolean() })
    .map(({ pod, modes: inForce, found, isNew }) => {
      const newIn = kind === "DryRunReport" && isNew && found.length > 0 ? inForce : [];
      return pod === null
        ? template("restricted", inForce, found, "latest", newIn)
        : pods(pod, 2, "restricted", inForce, found, newIn);
    });
  const workloads = fc
    .record({
      kind: fc.constantFrom("Pod", "Deployment", "Rollout"),
      name: hostile,
      replicas: fc.constantFrom(null, 0, 2),
      static: fc.boolean(),
      finished: fc.boolean(),
      rejection: fc.option(
        fc.record(
          { message: hostile, from: fc.constantFrom("condition", "event"), lastSeen: hostile },
          { requiredKeys: ["message", "from"] },
        ),
      ),
      results: fc.array(results, { maxLength: 3 }),
    })
    .map(({ kind: of, name, results: judged, ...parts }) => workload(of, "apps/v1", "a", name, 2, parts, judged));
  const namespaces = fc
    .record({
      name: hostile,
      exempt: fc.boolean(),
      workloads: fc.array(workloads, { maxLength: 3 }),
      message: hostile,
      warnings: fc.array(hostile, { maxLength: 2 }),
      denied: fc.option(hostile),
    })
    .map(({ message, warnings, denied, name, workloads: all, exempt }) =>
      namespaceOf(name, {
        exempt,
        workloads: all.map((one) => ({ ...one, namespace: name })),
        findings: kind === "AuditReport" ? [finding("warning", "no-labels", message)] : [],
        change: kind === "AuditReport" ? null : changeOf(message, name, warnings, denied),
      }),
    );
  return fc
    .record({
      all: fc.array(namespaces, { maxLength: 3 }),
      context: fc.option(hostile),
      message: hostile,
    })
    .map(({ all, context, message }): Report => {
      const report = clusterReport(kind, all);
      return {
        ...report,
        source: { type: "cluster", context, server: message },
        unreadable: [{ message, source: null, list: { resource: "pods", namespace: message, rule: "" } }],
        accepts: setting.hasAccepted,
      };
    });
}

function changeOf(label: string, value: string, serverWarnings: readonly string[], denied: string | null) {
  const from = {
    enforce: part("baseline", "label"),
    audit: part("baseline", "label"),
    warn: part("baseline", "implied"),
  };
  return { from, to: from, labels: { [label]: value, other: null }, serverWarnings, denied };
}

/** The fields of a report that contain foreign texts. */
const TEXTS = new Set([
  ...["name", "stableName", "namespace", "pod", "file", "message", "reason", "detail", "path", "stablePath", "context"],
  ...["server", "denied", "serverWarnings", "text"],
]);

/** A report in which a harmless word replaces each foreign text, and the reverse replacement. */
export interface Tamed {
  readonly report: Report;
  /** Replaces each word of a text by its original, which `escape` prepares for its place. */
  restore(text: string, escape: (original: string) => string): string;
}

/**
 * Replaces the hostile texts of a report. A format must have the same output for both reports, except for the texts: no text changes the output
 * around it, and no text is lost.
 */
export function tame(report: Report): Tamed {
  const words = new Map<string, string>();
  const originals: string[] = [];
  const wordFor = (text: string): string => {
    if (text === "") return text;
    const known = words.get(text) ?? `zq${originals.push(text) - 1}qz`;
    words.set(text, known);
    return known;
  };
  const walk = (field: unknown, isText: boolean): unknown => {
    if (typeof field === "string") return isText ? wordFor(field) : field;
    if (Array.isArray(field)) return field.map((item) => walk(item, isText));
    if (typeof field !== "object" || field === null) return field;
    return Object.fromEntries(
      Object.entries(field).map(([name, inner]) => {
        if (name === "labels") return [name, tameLabels(inner)];
        if (name === "exempt" && inner?.by !== undefined) return [name, { ...inner, value: wordFor(inner.value) }];
        return [name, walk(inner, TEXTS.has(name))];
      }),
    );
  };
  const tameLabels = (labels: object): object =>
    Object.fromEntries(Object.entries(labels).map(([name, label]) => [wordFor(name), walk(label, true)]));
  return {
    report: walk(report, false) as Report,
    restore: (text, escape) => text.replace(/zq(\d+)qz/g, (_, index: string) => escape(originals[Number(index)] ?? "")),
  };
}
