import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { renderAuditWide } from "../../src/render/formats/audit/table.ts";
import { renderDryRunWide } from "../../src/render/formats/dry-run/table.ts";
import { renderHistoryWide } from "../../src/render/formats/history/table.ts";
import { renderPlanWide } from "../../src/render/formats/plan/table.ts";
import { renderWide } from "../../src/render/formats/table/wide.ts";
import type { GridStyle } from "../../src/render/terminal/style.ts";
import { widthOf } from "../../src/render/terminal/width.ts";
import { AUDIT } from "../fixtures/reports/audit-report.ts";
import { AUDIT_COMPARISON } from "../fixtures/reports/comparisons.ts";
import { ACCEPT_REPORT } from "../fixtures/reports/accept-report.ts";
import { DRY_RUN } from "../fixtures/reports/dry-run-report.ts";
import { HISTORY } from "../fixtures/reports/history.ts";
import { PLAN } from "../fixtures/reports/plan.ts";
import { REPORT, REPORT_BY_LEVELS } from "../fixtures/reports/report.ts";
import { assertGolden } from "../golden/golden.ts";
import { PIPE, terminal, text } from "./painted.ts";

/** Every `-o wide`, by name. */
const TABLES: Readonly<Record<string, (style: GridStyle) => Iterable<string>>> = {
  audit: (style) => renderAuditWide({ ...AUDIT, compared: AUDIT_COMPARISON }, style),
  "audit-messages": (style) => renderAuditWide(AUDIT, { ...style, messages: true }),
  "dry-run": (style) => renderDryRunWide(DRY_RUN, style),
  history: (style) => renderHistoryWide(HISTORY, style),
  lint: (style) => renderWide(REPORT, { ...style, messages: true }),
  "lint-levels": (style) => renderWide(REPORT_BY_LEVELS, style),
  "lint-accept": (style) => renderWide(ACCEPT_REPORT, style),
  plan: (style) => renderPlanWide(PLAN, style),
};

/** The words of a text, each once. Only a pipe repeats the file beside each of its lines. */
function wordsOf(table: string): ReadonlySet<string> {
  return new Set(table.split(/\s+/).map((word) => word.replace(/^.+(:\d+):$/, "$1")));
}

for (const [name, render] of Object.entries(TABLES)) {
  describe(`-o wide of ${name}`, () => {
    const pipe = wordsOf(text(render(PIPE)));
    for (const width of [20, 40, 80, 120, 200]) {
      test(`a terminal of ${width} columns shows every word of a pipe`, () => {
        const shown = wordsOf(text(render(terminal(width))));
        const missing = [...pipe].filter((word) => word !== "-" && !shown.has(word));
        assert.deepEqual(missing, []);
      });
    }

    test("no line of 80 columns is wider, except commands, which are never divided", () => {
      const table = text(render(terminal(80)));
      assertGolden(`formats/wide/${name}-80.txt`, table);
      const ours = table
        .split("\n")
        .filter((line) => !/^ *(?:[$#] |or: +|then: |fix: +)?kubectl |^(?:Warning|Denied): /.test(line));
      for (const line of ours) assert.ok(widthOf(line) <= 80, line);
    });
  });
}
