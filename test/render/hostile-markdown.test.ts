import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../property.ts";
import { escapeText } from "../../src/render/words/escape.ts";
import { renderMarkdown } from "../../src/render/formats/markdown/markdown.ts";
import { readMarkdown } from "./formats/markdown/reader.ts";
import { clusterReports, lintReports, assertHarmless, tame } from "./hostile-reports.ts";
import { PIPE, text } from "./painted.ts";

for (const [name, reports] of [
  ["lint", lintReports({ hasAccepted: true })],
  ["audit", clusterReports("AuditReport", { hasAccepted: true })],
  ["dry run", clusterReports("DryRunReport")],
] as const) {
  test(`Markdown shows every text unchanged, and only as text: ${name}`, () => {
    fc.assert(
      fc.property(reports, (hostile) => {
        const tamed = tame(hostile);
        const output = text(renderMarkdown(hostile, PIPE));
        const actual = readMarkdown(output);
        const expected = readMarkdown(text(renderMarkdown(tamed.report, PIPE)));
        assert.equal(actual.skeleton, expected.skeleton);
        assert.doesNotMatch(actual.skeleton, /<(?:a|img)\b/);
        assert.deepEqual(
          actual.code.map(unwrapped),
          expected.code.map((code) => unwrapped(tamed.restore(code, escapeText))),
        );
        assertHarmless(output);
      }),
      { numRuns: 300 },
    );
  });
}

/**
 * Joins the lines of a block. Long lines are wrapped, and `::` is escaped at the beginning of a line, so both depend on the width of a
 * text.
 */
function unwrapped(code: string): string {
  return code.replaceAll(/\s+/g, " ").replaceAll(String.raw`\x3a:`, "::");
}
