import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { renderNamespaceGrid } from "../../../src/render/formats/table/namespace-grid.ts";
import { namespaceOf, reportOf } from "../../fixtures/reports/report.ts";
import { colourTerminal, PIPE, text } from "../painted.ts";

function reportWith(names: readonly string[]) {
  return reportOf({ namespaces: names.map((name) => namespaceOf(name)), files: 1, objects: 1 });
}

test("columns are as wide as their widest cell, and no line ends with a space", () => {
  assert.deepEqual(text(renderNamespaceGrid(reportWith(["a", "a-longer-name"]), PIPE)).split("\n"), [
    "NAMESPACE      ENFORCE   AUDIT       WARN        READY FOR  WORKLOADS  VIOLATIONS  MOST FREQUENT CHECKS",
    "a              baseline  restricted  restricted  -          0          0",
    "a-longer-name  baseline  restricted  restricted  -          0          0",
    "",
  ]);
});

test("many namespaces have the same columns, and no name is truncated", () => {
  const names = Array.from({ length: 450 }, (_name, index) => `team-${"x".repeat(index % 50)}-${index}`);
  const lines = text(renderNamespaceGrid(reportWith(names), PIPE))
    .trimEnd()
    .split("\n");
  assert.equal(lines.length, names.length + 1);
  const column = lines[0]?.indexOf("ENFORCE") ?? -1;
  for (const [index, line] of lines.slice(1).entries()) {
    assert.equal(line.slice(0, column).trimEnd(), names[index]);
    assert.ok(line.startsWith("baseline", column), line);
  }
});

test("wide characters in one of many names truncate nothing", () => {
  const names = [...Array.from({ length: 300 }, (_name, index) => `team-${index}`), "日本語😀กิ"];
  assert.match(text(renderNamespaceGrid(reportWith(names), PIPE)), /\n日本語😀กิ {2,}baseline /);
});

test("only our own colours are printed", () => {
  const coloured = text(renderNamespaceGrid(reportWith(["a"]), colourTerminal(120)));
  assert.ok(coloured.includes("\u001b[2m-\u001b[22m"), coloured);
  assert.equal(stripVTControlCharacters(coloured), text(renderNamespaceGrid(reportWith(["a"]), PIPE)));
});
