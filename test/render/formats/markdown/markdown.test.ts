import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { acceptedOf } from "../../../fixtures/reports/acceptance.ts";
import type { NamespaceReport, Report, WorkloadReport } from "../../../../src/report/report.ts";
import { renderMarkdown } from "../../../../src/render/formats/markdown/markdown.ts";
import { AUDIT, CLEAN_AUDIT, DUMP_AUDIT } from "../../../fixtures/reports/audit-report.ts";
import { AUDIT_COMPARISON } from "../../../fixtures/reports/comparisons.ts";
import { DRY_RUN } from "../../../fixtures/reports/dry-run-report.ts";
import { assertGolden } from "../../../golden/golden.ts";
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
import { readMarkdown } from "./reader.ts";
import { colourTerminal, PIPE, text } from "../../painted.ts";

/** GitHub's limit of characters in a comment. */
const COMMENT = 65_536;

const ACCEPTED = withAccepted(REPORT);

function withAccepted(report: Report): Report {
  const namespaces = report.namespaces.map((namespace) => ({
    ...namespace,
    workloads: namespace.workloads.map((workload) => ({
      ...workload,
      results: workload.results.map((result) => ({
        ...result,
        violations: result.violations.map((one) => (one.check === "privileged" ? acceptedOf(one) : one)),
      })),
    })),
  }));
  const { notes, unreadable } = report;
  return reportOf({ namespaces, notes, unreadable, accepts: true, files: 9, objects: 14, failing: 0 });
}

for (const [name, report] of [
  ["report", REPORT],
  ["levels", REPORT_BY_LEVELS],
  ["clean", CLEAN_REPORT],
  ["accept", ACCEPTED],
  ["audit", AUDIT],
  ["compared", { ...AUDIT, compared: AUDIT_COMPARISON }],
  ["dry-run", DRY_RUN],
] as const) {
  test(`a comment: ${name}`, () => {
    const markdown = text(renderMarkdown(report, PIPE));
    assertGolden(`formats/markdown/${name}.md`, markdown);
    assert.equal(text(renderMarkdown(report, colourTerminal(40))), markdown, "a terminal makes no difference");
  });
}

test("a long comparison is short enough for a comment, and counts the rest", () => {
  const [violation] = AUDIT_COMPARISON.newViolations;
  assert.ok(violation !== undefined);
  const many = Array.from({ length: 5000 }, (_, index) => ({ ...violation, name: `web-${index}` }));
  const compared = { ...AUDIT_COMPARISON, newViolations: many, fixedViolations: many };
  const markdown = text(renderMarkdown({ ...AUDIT, compared }, PIPE));
  assert.ok(markdown.length < COMMENT / 2, `${markdown.length} characters`);
  assert.match(markdown, /<summary>5000 new violations<\/summary>/);
  assert.match(markdown, /- and 49\d\d more\n\n<\/details>/);
});

test("the visible text is the intended text", () => {
  const { code } = readMarkdown(text(renderMarkdown(DUMP_AUDIT, PIPE)));
  for (const shown of ["payments", "DaemonSet/agent", "dump.json:4000", 'container "agent" uses hostPort 9100']) {
    assert.ok(code.includes(shown), shown);
  }
});

describe("the headline", () => {
  for (const [name, report, expected] of [
    ["several fail", REPORT, "2 errors"],
    ["one fails", { ...REPORT, summary: { ...REPORT.summary, failing: 1 } }, "1 error"],
    ["none fails", reportOf({ ...REPORT_BY_LEVELS, files: 1, objects: 1, failing: 0 }), "passed, with 2 warnings"],
    ["wrong inputs", { ...ACCEPTED, unreadable: [] }, "the inputs are wrong"],
    ["incomplete", { ...ACCEPTED, notes: [] }, "incomplete: not everything could be read"],
    [
      "a chart",
      reportOf({
        namespaces: [],
        files: 1,
        objects: 0,
        unreadable: [{ message: "not judged: web is a Helm chart", source: null, list: null }],
      }),
      "incomplete: not everything was judged",
    ],
    ["nothing to judge", EMPTY_REPORT, "nothing to judge"],
    ["clean", CLEAN_REPORT, "passed"],
    [
      "a clean cluster",
      { ...CLEAN_AUDIT, summary: { ...CLEAN_AUDIT.summary, failing: 0 } },
      "no workload is rejected now",
    ],
    ["a cluster that rejects pods", AUDIT, "2 workloads rejected now"],
  ] as const) {
    it(name, () => {
      const [line] = text(renderMarkdown(report, PIPE)).split("\n");
      assert.equal(line, `## Pod Security: ${expected}`);
    });
  }

  it("for one violation that does not fail the run", () => {
    const report = reportOf({ namespaces: [namespaceWith("a", 1)], files: 1, objects: 1, failing: 0 });
    assert.match(text(renderMarkdown(report, PIPE)), /^## Pod Security: passed, with 1 warning\n/);
  });
});

test("accepted violations are left out", () => {
  const markdown = text(renderMarkdown(ACCEPTED, PIPE));
  assert.doesNotMatch(markdown, /`privileged`/);
  assert.match(markdown, /^Accepted: 2 violations$/m);
});

/** A namespace with as many violations as workloads. */
function namespaceWith(name: string, workloads: number): NamespaceReport {
  const all = Array.from({ length: workloads }, (_, index): WorkloadReport => {
    const found = violationOf("privileged", "privileged", `container "c${index}" must not`);
    return workloadOf("Deployment", "apps/v1", name, `web-${index}`, { file: `${name}/${index}.yaml`, line: 1 }, [
      resultOf("template", null, "baseline", "latest", ["enforce"], [found]),
    ]);
  });
  return namespaceOf(name, { workloads: all });
}

test("more than 500 violations are folded by namespace", () => {
  const of = (second: number): string => {
    const namespaces = [namespaceWith("a", 2), namespaceWith("b", second)];
    return text(renderMarkdown(reportOf({ namespaces, files: 1, objects: 1 }), PIPE));
  };
  assert.match(of(498), /^\| `Deployment\/web-0` \| `b` \|/m);
  assert.doesNotMatch(of(498), /More than/);
  const folded = of(499);
  assert.match(folded, /^More than 500 violations: `-o json` has each of them\.$/m);
  assert.match(
    folded,
    /^\| `b` \| baseline \| restricted \| restricted \| 499 \| 499 of 499 \| `privileged` 499 \|\n\| `a` \|/m,
  );
  assert.doesNotMatch(folded, /Deployment/);
  assert.match(folded, /<summary>How to meet these checks<\/summary>/);
});

describe("a comment is never too long", () => {
  const long = (length: number): string => "|`".repeat(length / 2);
  const workloads = Array.from({ length: 40 }, (_, index) =>
    workloadOf("Pod", "v1", "a", `${index}${long(800)}`, { file: `${long(3000)}.yaml`, line: 1 }, [
      resultOf(
        "pods",
        "p",
        "restricted",
        "latest",
        ["enforce"],
        [violationOf("privileged", "r", `${index} ${long(2000)}`)],
      ),
    ]),
  );
  const source = { file: long(1000), document: 0, line: 1 };
  const lint = reportOf({
    namespaces: [
      namespaceOf(long(5000), {
        workloads,
        labelErrors: [long(50_000), "short"].map((message) => ({ label: "", message })),
        assumedPolicy: true,
      }),
      ...Array.from({ length: 400 }, (_, index) => namespaceWith(`${index}${long(400)}`, 1)),
    ],
    notes: Array.from({ length: 60 }, (_, index) => ({
      severity: "warning",
      code: "unknown-field",
      message: `${index}${long(400)}`,
      source,
    })),
    unreadable: Array.from({ length: 60 }, (_, index) => ({ message: `${index}${long(900)}`, source, list: null })),
    files: 1,
    objects: 1,
  });
  const payments = DRY_RUN.namespaces.find(({ name }) => name === "payments");
  assert.ok(payments?.change);
  const { change } = payments;
  const changed = Array.from({ length: 2000 }, (_, index) => ({
    ...payments,
    name: `${index}${long(60)}`,
    change: { ...change, serverWarnings: [...change.serverWarnings, "`".repeat(9000)] },
  }));
  const found = Array.from({ length: 200 }, (_, index) => ({
    ...namespaceOf(`${index}${long(300)}`),
    findings: [{ severity: "warning", code: "pinned-version", message: long(400) } as const],
  }));
  for (const [name, report] of [
    ["lint", lint],
    [
      "many violations",
      reportOf({ ...lint, namespaces: [...lint.namespaces, namespaceWith("b", 600)], files: 1, objects: 1 }),
    ],
    ["audit", { ...lint, kind: "AuditReport", namespaces: [...lint.namespaces, ...found] }],
    ["dry run", { ...DRY_RUN, namespaces: changed }],
    ["dry run with few violations", { ...DRY_RUN, namespaces: changed.slice(0, 30) }],
  ] as const) {
    it(name, () => {
      const markdown = text(renderMarkdown(report, PIPE));
      assert.ok(markdown.length < COMMENT, `${markdown.length}`);
      assert.ok(markdown.length > 10_000, `${markdown.length}`);
      assert.match(markdown, /^(?:- )?and \d+ more/m);
      // The truncation leaves no element open.
      readMarkdown(markdown);
    });
  }

  it("and counts the omitted parts", () => {
    const markdown = text(renderMarkdown(lint, PIPE));
    assert.match(markdown, /^and \d+ more workloads$/m);
    assert.match(markdown, /^\d+ more namespaces: `-o json` has them all\.$/m);
  });
});

test("each piece is a complete section", () => {
  for (const report of [REPORT, AUDIT, DRY_RUN, ACCEPTED]) {
    for (const piece of renderMarkdown(report, PIPE)) {
      assert.ok(piece === "" || piece.endsWith("\n\n"), piece);
      readMarkdown(piece);
    }
  }
});

/** A report in which security context constraints of OpenShift changed the pods of each workload. */
function changedByScc(report: Report): Report {
  return {
    ...report,
    namespaces: report.namespaces.map((namespace) => ({
      ...namespace,
      workloads: namespace.workloads.map((workload) => ({
        ...workload,
        results: workload.results.map((result) => ({ ...result, scc: "restricted-v2" })),
      })),
    })),
  };
}

const SCC = "its pods meet a level that its template violates, because OpenShift's SCC restricted-v2 changes them";

test("a workload with pods that OpenShift changed has a text about it in its list", () => {
  for (const report of [AUDIT, REPORT]) {
    assert.ok(!text(renderMarkdown(report, PIPE)).includes("SCC"));
    assert.ok(text(renderMarkdown(changedByScc(report), PIPE)).split(SCC).length > 2);
  }
});
