/** Every format of reports, so that hostile texts test a new format before it has its own test. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../property.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import {
  AUDIT_FORMATS,
  DRY_RUN_FORMATS,
  FORMATS,
  isGuarded,
  renderReport,
  type Format,
} from "../../src/render/format.ts";
import { breakCommands } from "../../src/render/words/escape.ts";
import { commandsOf } from "../ci-runners.ts";
import { assertHarmless, clusterReports, lintReports, RAW } from "./hostile-reports.ts";
import { text } from "./painted.ts";

const STYLE = { width: Infinity, colour: false, headers: true, details: true, checks: CHECKS };

for (const [name, reports, formats] of [
  ["lint", lintReports({ hasAccepted: true }), FORMATS],
  ["audit", clusterReports("AuditReport", { hasAccepted: true }), AUDIT_FORMATS],
  ["dry run", clusterReports("DryRunReport"), DRY_RUN_FORMATS],
] as const) {
  for (const format of formats as readonly Format[]) {
    test(`${format} shows no raw text of a ${name}, and no command for a CI runner`, async () => {
      await fc.assert(
        fc.asyncProperty(reports, async (hostile) => {
          const output = text(await renderReport(hostile, format, STYLE));
          if (isGuarded(format)) return assertHarmless(breakCommands(output));
          assert.doesNotMatch(output.replaceAll("\n", ""), RAW);
          // The annotations are intended commands.
          const others = commandsOf(output).filter(({ runner }) => runner !== format);
          assert.deepEqual(others, []);
        }),
        { numRuns: 20 },
      );
    });
  }
}
