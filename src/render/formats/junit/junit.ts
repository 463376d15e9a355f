import type { NamespaceReport, Report } from "../../../report/report.ts";
import { namespaceCases, type TestCase } from "./case.ts";
import { noteCases, policyCases, unreadableCases } from "./inputs.ts";
import { modeTexts, partLevelText, readyText } from "../../words/namespace/namespace.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { xmlAttributes, xmlText } from "./xml.ts";

/** A suite. Its cases are computed at each iteration, so that only one is in memory. */
interface Suite {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  cases(): Iterable<TestCase>;
}

/** The number of cases of each outcome. */
interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
/**
 * The suite of a run that judged nothing. Jenkins fails a build at a document without a test, and its older versions at one with skipped tests
 * alone (TestResult.isEmpty of its junit plugin).
 */
const NOTHING_JUDGED: Suite = {
  name: "whole run",
  properties: {},
  cases: () => [
    { name: "no workload was judged", className: "run", fault: null, lines: [], output: ["Nothing to judge."] },
  ],
};
/** Nothing is timed, and both schemas require a time. */
const TIME = "0";

/**
 * Renders the report as JUnit's XML, by the schemas of Jenkins (junit-10.xsd of its xunit plugin) and, suite by suite, of Maven Surefire
 * (surefire-test-report.xsd 3.0.2): a suite for each namespace, a case for each workload and level, and always a case that was not skipped. It is written case by case.
 */
export function* renderJunit(report: Report, _style: PaintedStyle): Generator<string, undefined> {
  const found = suitesOf(report).map((suite) => ({ suite, counts: countCases(suite.cases()) }));
  const hasResult = found.some(({ counts }) => counts.tests > counts.skipped);
  const suites = hasResult ? found : [...found, { suite: NOTHING_JUDGED, counts: countCases(NOTHING_JUDGED.cases()) }];
  const total = (outcome: keyof Counts): number => suites.reduce((sum, { counts }) => sum + counts[outcome], 0);
  yield DECLARATION;
  const totals = { tests: total("tests"), failures: total("failures"), errors: total("errors") };
  yield `<testsuites${xmlAttributes({ name: "kubectl-pss", ...totals, time: TIME })}>\n`;
  for (const { suite, counts } of suites) yield* renderSuite(suite, counts);
  yield "</testsuites>\n";
}

/** The suites of a report. The suites of inputs are left out if they are empty. Their names contain a space, unlike any namespace. */
function suitesOf(report: Report): Suite[] {
  const inputs = [
    { name: "unreadable inputs", properties: {}, cases: () => unreadableCases(report) },
    { name: "admission policies", properties: {}, cases: () => policyCases(report) },
    { name: "notes on inputs", properties: {}, cases: () => noteCases(report) },
  ];
  return [
    ...report.namespaces.map((namespace) => namespaceSuite(namespace, report)),
    ...inputs.filter(({ cases }) => cases().length > 0),
  ];
}

function namespaceSuite(namespace: NamespaceReport, { failOn, byLevel }: Report): Suite {
  const { name, policy } = namespace;
  const modes = byLevel ? [] : modeTexts(policy, partLevelText);
  return {
    name,
    properties: { ...Object.fromEntries(modes), readyFor: readyText(namespace) },
    cases: () => namespaceCases(namespace, failOn),
  };
}

function countCases(cases: Iterable<TestCase>): Counts {
  const counts = { tests: 0, failure: 0, error: 0, skipped: 0 };
  for (const { fault } of cases) {
    counts.tests++;
    if (fault !== null) counts[fault.element]++;
  }
  return { tests: counts.tests, failures: counts.failure, errors: counts.error, skipped: counts.skipped };
}

function* renderSuite({ name, properties, cases }: Suite, counts: Counts): Generator<string, undefined> {
  yield `  <testsuite${xmlAttributes({ name, ...counts, time: TIME })}>\n`;
  const entries = Object.entries(properties);
  if (entries.length > 0) {
    const lines = entries.map(([key, value]) => `      <property${xmlAttributes({ name: key, value })}/>\n`);
    yield `    <properties>\n${lines.join("")}    </properties>\n`;
  }
  for (const one of cases()) yield renderCase(one);
  yield "  </testsuite>\n";
}

function renderCase({ name, className, fault, lines, output }: TestCase): string {
  const opening = `    <testcase${xmlAttributes({ name, classname: className, time: TIME })}`;
  const children: string[] = [];
  if (fault !== null) {
    const { element, message } = fault;
    const attributes = xmlAttributes({ message, ...(element !== "skipped" && { type: TYPES[element] }) });
    const text = lines.length === 0 ? "/>" : `>${xmlText(joinLines(lines))}</${element}>`;
    children.push(`      <${element}${attributes}${text}\n`);
  }
  if (output.length > 0) children.push(`      <system-out>${xmlText(joinLines(output))}</system-out>\n`);
  return children.length === 0 ? `${opening}/>\n` : `${opening}>\n${children.join("")}    </testcase>\n`;
}

/** The types of faults, in the place of JUnit's exception classes. */
const TYPES = { failure: "violation", error: "input" } as const;

/**
 * Joins lines, and keeps each from beginning with an instruction for a reader of reports: some read `[[ATTACHMENT|…]]` as the name of a
 * file.
 */
function joinLines(lines: readonly string[]): string {
  return lines.map((line) => line.replaceAll("\r", "\\r").replaceAll("\n", "\\n")).join("\n");
}
