import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { renderTable } from "../../../../src/render/formats/table/table.ts";
import { widthOf } from "../../../../src/render/terminal/width.ts";
import { ALL_ACCEPTED_REPORT, ACCEPT_REPORT } from "../../../fixtures/reports/accept-report.ts";
import { assertGolden } from "../../../golden/golden.ts";
import { CLEAN_REPORT, completed, EMPTY_REPORT, REPORT, REPORT_BY_LEVELS } from "../../../fixtures/reports/report.ts";
import { colourTerminal, PIPE, terminal, text } from "../../painted.ts";

for (const width of [80, 120, 200]) {
  test(`table of ${width} columns`, () => {
    const table = text(renderTable(REPORT, terminal(width)));
    assertGolden(`formats/table/${width}.txt`, table);
    for (const line of table.split("\n")) assert.ok(widthOf(line) <= width, line);
  });
}

test("table in a pipe", () => assertGolden("formats/table/pipe.txt", text(renderTable(REPORT, PIPE))));

test("colours change nothing else", () => {
  const coloured = text(renderTable(REPORT, colourTerminal(80)));
  assertGolden("formats/table/colour.txt", coloured);
  assert.equal(stripVTControlCharacters(coloured), text(renderTable(REPORT, terminal(80))));
});

test("table of the levels of --level", () => {
  assertGolden("formats/table/levels-80.txt", text(renderTable(REPORT_BY_LEVELS, terminal(80))));
});

test("a single level of --level has no separate column", () => {
  const [namespace] = REPORT_BY_LEVELS.namespaces;
  const [workload] = namespace?.workloads ?? [];
  assert.ok(namespace && workload);
  const results = workload.results.slice(1);
  const workloads = [completed({ ...workload, results })];
  const report = { ...REPORT_BY_LEVELS, levels: ["restricted:latest"], namespaces: [{ ...namespace, workloads }] };
  assert.equal(
    text(renderTable(report, terminal(120))).split("\n")[2],
    '    :8  error    privileged                container "web": set securityContext.privileged: false',
  );
});

test("without headings there are only namespaces, workloads and violations", () => {
  const lines = text(renderTable(REPORT, { ...PIPE, headers: false })).split("\n");
  assert.equal(lines[0]?.startsWith("shop  enforce="), true);
  assert.equal(lines.at(-2)?.startsWith("evil"), true);
  assert.equal(text(renderTable(CLEAN_REPORT, { ...PIPE, headers: false })), "");
});

test("the API server's texts are shown on request", () => {
  assertGolden("formats/table/messages.txt", text(renderTable(REPORT, { ...PIPE, messages: true })));
});

test("accepted violations are counted, and the first of them are named with their reasons", () => {
  assertGolden("formats/table/accept-100.txt", text(renderTable(ACCEPT_REPORT, terminal(100))));
});

test("if all violations are accepted, only these are named", () => {
  assertGolden("formats/table/all-accepted.txt", text(renderTable(ALL_ACCEPTED_REPORT, PIPE)));
  assert.equal(text(renderTable(ALL_ACCEPTED_REPORT, { ...PIPE, headers: false })), "");
});

test("a clean run, and one without workloads, are a line or two", () => {
  assert.match(text(renderTable(CLEAN_REPORT, terminal(100))), /^No violations in [^\n]+\nJudged as [^\n]+\n$/);
  assert.match(
    text(renderTable(EMPTY_REPORT, terminal(80))),
    /^Nothing to judge: [^\n]+\n[^\n]*--fail-on-empty makes it 2\)\n$/,
  );
});

test("it has one piece for each workload", () => {
  const pieces = [...renderTable(REPORT, PIPE)];
  assert.equal(pieces.filter((piece) => /^ {2}\w+\//.test(piece)).length, 3);
});
