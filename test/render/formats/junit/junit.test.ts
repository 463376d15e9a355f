import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../../property.ts";
import { acceptedOf } from "../../../fixtures/reports/acceptance.ts";
import type { Report } from "../../../../src/report/report.ts";
import { renderJunit } from "../../../../src/render/formats/junit/junit.ts";
import { namespaceCases } from "../../../../src/render/formats/junit/case.ts";
import { noteCases, unreadableCases } from "../../../../src/render/formats/junit/inputs.ts";
import { AUDIT, CLEAN_AUDIT, DUMP_AUDIT } from "../../../fixtures/reports/audit-report.ts";
import { assertGolden } from "../../../golden/golden.ts";
import {
  CLEAN_REPORT,
  completedReport,
  EMPTY_REPORT,
  namespaceOf,
  REPORT,
  REPORT_BY_LEVELS,
} from "../../../fixtures/reports/report.ts";
import { assertValidJunit } from "./schemas.ts";
import { clusterReports, lintReports, assertHarmless } from "../../hostile-reports.ts";
import { PIPE, text } from "../../painted.ts";
import { readXml, visibleText } from "./xml-document.ts";

const HOSTILE = fc.oneof(lintReports({ hasAccepted: true }), clusterReports("AuditReport", { hasAccepted: true }));
const ACCEPTED = completedReport({
  ...REPORT,
  accepts: true,
  namespaces: REPORT.namespaces.map((namespace) => ({
    ...namespace,
    workloads: namespace.workloads.map((workload) => ({
      ...workload,
      results: workload.results.map((result) => ({
        ...result,
        violations: result.violations.map((one) => (one.check === "privileged" ? acceptedOf(one) : one)),
      })),
    })),
  })),
});

for (const [name, report] of [
  ["report", REPORT],
  ["audit", AUDIT],
  ["accept", ACCEPTED],
] as const) {
  test(`JUnit's XML of the ${name}`, () => assertGolden(`formats/junit/${name}.xml`, text(renderJunit(report, PIPE))));
}

for (const [name, report] of Object.entries({
  REPORT,
  REPORT_BY_LEVELS,
  CLEAN_REPORT,
  EMPTY_REPORT,
  AUDIT,
  DUMP_AUDIT,
  CLEAN_AUDIT,
  ACCEPTED,
})) {
  test(`${name} is valid by both schemas`, () => assertValidJunit(text(renderJunit(report, PIPE))));
}

test("the schemas reject a document that is no report", async () => {
  const suite = '<testsuite name="a" tests="1" failures="0" errors="0" skipped="0"';
  const wrap = (xml: string) => `<testsuites>${xml}</testsuites>`;
  await assertValidJunit(wrap(`${suite}><testcase name="a" time="0"/></testsuite>`));
  await assert.rejects(assertValidJunit(wrap('<testsuite name="a"/>')));
  await assert.rejects(assertValidJunit(wrap(`${suite} file="a"/>`)));
  await assert.rejects(assertValidJunit(wrap(`${suite}><testcase name="a"/></testsuite>`)));
});

test("if nothing fails the run, suites of labels have the modes, and suites of --level have no modes", () => {
  const propertiesOf = (report: Report): number =>
    readXml(text(renderJunit({ ...report, failOn: "none" }, PIPE))).documentElement?.getElementsByTagName("property")
      .length ?? 0;
  // Three modes and the strictest level. With --level, there is only that level.
  assert.equal(propertiesOf(REPORT), REPORT.namespaces.length * 4);
  const namespaces = [...REPORT_BY_LEVELS.namespaces, namespaceOf("empty")];
  assert.equal(propertiesOf({ ...REPORT_BY_LEVELS, namespaces }), namespaces.length);
});

test("the document is written case by case", () => {
  const pieces = [...renderJunit(REPORT, PIPE)];
  const cases = REPORT.namespaces.flatMap((namespace) => [...namespaceCases(namespace, REPORT.failOn)]);
  assert.equal(pieces.filter((piece) => piece.includes("<testcase")).length, cases.length + 1 + 5);
  assert.ok(pieces.every((piece) => piece.split("<testcase").length <= 2));
});

test("a parser reads any manifest's texts back, and its counts are those of the suites", () => {
  fc.assert(
    fc.property(HOSTILE, (report) => {
      const xml = text(renderJunit(report, PIPE));
      assertHarmless(xml);
      const root = readXml(xml).documentElement;
      const suites = [...(root?.getElementsByTagName("testsuite") ?? [])];
      const expected = report.namespaces.map((one) => ({
        name: one.name,
        cases: [...namespaceCases(one, report.failOn)],
      }));
      if (report.unreadable.length > 0) expected.push({ name: "unreadable inputs", cases: unreadableCases(report) });
      if (noteCases(report).length > 0) expected.push({ name: "notes on inputs", cases: noteCases(report) });
      const isNothingJudged = expected.every(({ cases }) => cases.every(({ fault }) => fault?.element === "skipped"));
      if (isNothingJudged) assert.equal(suites.pop()?.getAttribute("name"), "whole run");
      assert.deepEqual(
        suites.map((suite) => suite.getAttribute("name")),
        expected.map(({ name }) => visibleText(name)),
      );
      for (const [index, { cases }] of expected.entries()) {
        const suite = suites[index];
        const read = [...(suite?.getElementsByTagName("testcase") ?? [])];
        assert.equal(suite?.getAttribute("tests"), String(read.length));
        for (const [element, count] of [
          ["failure", "failures"],
          ["error", "errors"],
          ["skipped", "skipped"],
        ] as const) {
          assert.equal(suite.getAttribute(count), String(suite.getElementsByTagName(element).length));
        }
        const found = read.map((one) => {
          const [fault] = ["failure", "error", "skipped"].flatMap((name) => [...one.getElementsByTagName(name)]);
          const output = one.getElementsByTagName("system-out")[0]?.textContent ?? "";
          const names = [one.getAttribute("name"), one.getAttribute("classname")];
          return [...names, fault?.nodeName, fault?.getAttribute("message"), fault?.textContent ?? "", output];
        });
        assert.deepEqual(
          found,
          cases.map(({ name, className, fault, lines, output }) => [
            visibleText(name),
            visibleText(className),
            fault?.element,
            fault === null ? undefined : visibleText(fault.message),
            visibleText(lines.map(inOneLine).join("\n")),
            visibleText(output.map(inOneLine).join("\n")),
          ]),
        );
      }
      for (const count of ["tests", "failures", "errors"]) {
        const sum = suites.reduce((total, suite) => total + Number(suite.getAttribute(count)), 0);
        const extra = isNothingJudged && count === "tests" ? 1 : 0;
        assert.equal(root?.getAttribute(count), String(sum + extra));
      }
    }),
    { numRuns: 300 },
  );
});

test("a report on any manifest is valid by both schemas", async () => {
  const reports = fc.sample(HOSTILE, { numRuns: 20, seed: 1 });
  await assertValidJunit(...reports.map((report) => text(renderJunit(report, PIPE))));
});

/** A name with line feeds would make further lines. */
function inOneLine(line: string): string {
  return line.replaceAll("\r", "\\r").replaceAll("\n", "\\n");
}

test("a document has at least one case that is not skipped, because Jenkins fails without one", () => {
  const cases = (report: Report) => {
    const [root] = Array.from(readXml(text(renderJunit(report, PIPE))).getElementsByTagName("testsuites"));
    const elements = Array.from(readXml(text(renderJunit(report, PIPE))).getElementsByTagName("testcase"));
    const names = elements.filter((one) => one.getElementsByTagName("skipped").length === 0);
    return [root?.getAttribute("tests"), names.map((one) => one.getAttribute("name"))];
  };
  const exempt = REPORT.namespaces.find(({ name }) => name === "system");
  assert.ok(exempt !== undefined);
  const allExempt = { ...EMPTY_REPORT, namespaces: [exempt] };
  assert.deepEqual(cases(EMPTY_REPORT), ["1", ["no workload was judged"]]);
  assert.deepEqual(cases(allExempt), ["2", ["no workload was judged"]]);
  assertValidJunit(text(renderJunit(allExempt, PIPE)));
  assert.deepEqual(cases(CLEAN_REPORT), [
    "2",
    ["Deployment/web baseline:latest (enforce)", "Deployment/web restricted:latest (audit, warn)"],
  ]);
});
