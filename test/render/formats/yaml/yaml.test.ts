import assert from "node:assert/strict";
import { test } from "node:test";
import { load, YAML11_SCHEMA } from "js-yaml";
import { renderJson } from "../../../../src/render/formats/json/json.ts";
import { renderYaml } from "../../../../src/render/formats/yaml/yaml.ts";
import { AUDIT, DUMP_AUDIT } from "../../../fixtures/reports/audit-report.ts";
import { DRY_RUN } from "../../../fixtures/reports/dry-run-report.ts";
import { assertGolden } from "../../../golden/golden.ts";
import {
  CLEAN_REPORT,
  EMPTY_REPORT,
  namespaceOf,
  REPORT,
  REPORT_BY_LEVELS,
  reportOf,
} from "../../../fixtures/reports/report.ts";
import { text } from "../../painted.ts";

for (const [name, report] of [
  ["report", REPORT],
  ["audit", AUDIT],
  ["dry-run", DRY_RUN],
] as const) {
  test(`the document of version 1: ${name}`, () => assertGolden(`formats/yaml/${name}.yaml`, text(renderYaml(report))));
}

test("readers of YAML 1.1 and 1.2 get the same values as from JSON", () => {
  for (const report of [REPORT, CLEAN_REPORT, EMPTY_REPORT, REPORT_BY_LEVELS, AUDIT, DUMP_AUDIT, DRY_RUN]) {
    const expected: unknown = JSON.parse(text(renderJson(report)));
    const yaml = text(renderYaml(report));
    assert.deepEqual(load(yaml), expected);
    assert.deepEqual(load(yaml, { schema: YAML11_SCHEMA }), expected);
  }
});

test("names that look like other types remain texts", () => {
  const names = [
    "no",
    "Yes",
    "null",
    "~",
    "0x10",
    "1e3",
    "1_000",
    "12:30",
    "2026-11-24",
    "=",
    "<<",
    "- a",
    "a: b",
    "#",
    "",
    " ",
    "!!str a",
    "&a",
    "*a",
    "---",
    "...",
    "a\nb",
    "\ta",
    "'",
    '"',
    "\u202e",
    "{}",
  ];
  const report = reportOf({ namespaces: names.map((name) => namespaceOf(name)), files: 1, objects: 1 });
  for (const schema of [undefined, YAML11_SCHEMA]) {
    const read = load(text(renderYaml(report)), schema === undefined ? {} : { schema });
    assert.deepEqual(read, JSON.parse(text(renderJson(report))));
  }
});
