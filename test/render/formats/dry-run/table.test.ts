import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { renderDryRunTable, renderDryRunWide } from "../../../../src/render/formats/dry-run/table.ts";
import { widthOf } from "../../../../src/render/terminal/width.ts";
import { ESCALATION } from "../../../fixtures/reports/cluster-violations.ts";
import { clusterReport, template, workload } from "../../../fixtures/reports/cluster-workloads.ts";
import { DRY_RUN } from "../../../fixtures/reports/dry-run-report.ts";
import { assertGolden } from "../../../golden/golden.ts";
import { colourTerminal, PIPE, terminal, text } from "../../painted.ts";

const [BATCH] = DRY_RUN.namespaces;
assert.ok(BATCH);

for (const width of [80, 200]) {
  test(`dry run of ${width} columns: nothing but the API server's own words is longer`, () => {
    const table = text(renderDryRunTable(DRY_RUN, terminal(width)));
    assertGolden(`formats/dry-run/${width}.txt`, table);
    const ours = table.split("\n").filter((line) => !/^(Warning|Refused): /.test(line));
    for (const line of ours) assert.ok(widthOf(line) <= width, line);
  });
}

test("dry run in a pipe", () => assertGolden("formats/dry-run/pipe.txt", text(renderDryRunTable(DRY_RUN, PIPE))));

test("all of a dry run", () => {
  assertGolden("formats/dry-run/wide.txt", text(renderDryRunWide(DRY_RUN, PIPE)));
  assert.equal(text(renderDryRunWide(DRY_RUN, terminal(20))), text(renderDryRunWide(DRY_RUN, PIPE)), "nothing is cut");
});

test("colours change nothing else", () => {
  const coloured = text(renderDryRunTable(DRY_RUN, colourTerminal(80)));
  assertGolden("formats/dry-run/colour.txt", coloured);
  assert.equal(stripVTControlCharacters(coloured), text(renderDryRunTable(DRY_RUN, terminal(80))));
  assertGolden("formats/dry-run/wide-colour.txt", text(renderDryRunWide(DRY_RUN, colourTerminal(80))));
});

test("each warning is printed as kubectl prints it", () => {
  const lines = text(renderDryRunTable(DRY_RUN, terminal(40))).split("\n");
  const warnings = DRY_RUN.namespaces.flatMap(({ change }) => change?.serverWarnings ?? []);
  assert.deepEqual(
    lines.filter((line) => line.startsWith("Warning: ")),
    warnings.map((warning) => `Warning: ${warning}`),
  );
});

test("of many workloads some are shown and the rest is counted", () => {
  const many = (count: number) => {
    const workloads = Array.from({ length: count }, (_workload, index) =>
      workload("Deployment", "apps/v1", "batch", `w${index}`, 0, {}, [
        template("restricted", ["enforce"], [ESCALATION], "latest", ["enforce"]),
      ]),
    );
    return clusterReport("DryRunReport", [{ ...BATCH, workloads }]);
  };
  const shown = (count: number) =>
    text(renderDryRunTable(many(count), PIPE))
      .split("\n")
      .filter((line) => line.startsWith("    "));
  assert.equal(shown(21).length, 21);
  assert.equal(shown(50).length, 21);
  assert.equal(shown(50).at(-1), "    and 30 more (-o wide shows them)");
  assert.equal(text(renderDryRunWide(many(50), PIPE)).match(/^ {2}Deployment\//gm)?.length, 50);
});

test("without headings there is no summary either", () => {
  for (const render of [renderDryRunTable, renderDryRunWide]) {
    const lines = text(render(DRY_RUN, { ...PIPE, headers: false }))
      .trimEnd()
      .split("\n");
    assert.match(lines[0] ?? "", /^namespace\/batch {2}enforce: /);
    assert.match(lines.at(-1) ?? "", /^The policy in force stays what it is in 5 namespaces: /);
  }
});

test("where nothing changes there is nothing but that to say", () => {
  const namespaces = DRY_RUN.namespaces.filter(({ name }) => name === "same-1");
  const report = { ...clusterReport("DryRunReport", namespaces), unreadable: [] };
  const clean = { ...report, summary: { ...report.summary, unreadable: 0 } };
  assert.deepEqual(text(renderDryRunWide(clean, PIPE)).split("\n"), [
    "The policy in force stays what it is in 1 namespace: same-1",
    "",
    "1 namespace: 1 unchanged",
    "Nothing was changed. Read: 0 workloads with 0 pods; 40 objects of the cluster; latest is v1.37",
    "",
  ]);
});
