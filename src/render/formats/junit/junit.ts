import type { NamespaceReport, Report } from "../../../report/report.ts";
import { namespaceCases, type TestCase } from "./case.ts";
import { noteCases, unreadableCases } from "./inputs.ts";
import { MODES } from "../../../api/mode.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { levelOf } from "../../words/violations.ts";
import { xmlAttributes, xmlText } from "./xml.ts";

/** A suite: its cases are made each time they are gone through, so that no more than one is in memory. */
interface Suite {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  cases(): Iterable<TestCase>;
}

/** How many cases there are of each outcome. */
interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** Nothing here was timed, and both schemas want a time. */
const TIME = "0";

/**
 * The report as JUnit's XML, as Jenkins (junit-10.xsd of its xunit plugin) and, suite by suite, Maven Surefire
 * (surefire-test-report.xsd 3.0.2) have it: a suite for each namespace, a case for each workload and level. It comes case by case.
 */
export function* renderJunit(report: Report, _style: PaintedStyle): Generator<string, undefined> {
  const suites = suitesOf(report).map((suite) => ({ suite, counts: countCases(suite.cases()) }));
  const total = (outcome: keyof Counts): number => suites.reduce((sum, { counts }) => sum + counts[outcome], 0);
  yield DECLARATION;
  const totals = { tests: total("tests"), failures: total("failures"), errors: total("errors") };
  yield `<testsuites${xmlAttributes({ name: "kubectl-pss", ...totals, time: TIME })}>\n`;
  for (const { suite, counts } of suites) yield* renderSuite(suite, counts);
  yield "</testsuites>\n";
}

/** Those of the inputs are there only where there is anything to say. A namespace cannot have a space in its name. */
function suitesOf(report: Report): Suite[] {
  const inputs = [
    { name: "unreadable inputs", properties: {}, cases: () => unreadableCases(report) },
    { name: "notes on inputs", properties: {}, cases: () => noteCases(report) },
  ];
  return [
    ...report.namespaces.map((namespace) => namespaceSuite(namespace, report)),
    ...inputs.filter(({ cases }) => cases().length > 0),
  ];
}

function namespaceSuite(namespace: NamespaceReport, { failOn, byLevel }: Report): Suite {
  const { name, policy, strictest } = namespace;
  const modes = byLevel ? [] : MODES.map((mode) => [mode, levelOf(policy[mode])] as const);
  return {
    name,
    properties: { ...Object.fromEntries(modes), strictest },
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

/** What stands where JUnit has the class of an exception. */
const TYPES = { failure: "violation", error: "input" } as const;

/** A line of a name's own could be what a reader of reports takes orders from: `[[ATTACHMENT|…]]` names a file to some. */
function joinLines(lines: readonly string[]): string {
  return lines.map((line) => line.replaceAll("\r", "\\r").replaceAll("\n", "\\n")).join("\n");
}
